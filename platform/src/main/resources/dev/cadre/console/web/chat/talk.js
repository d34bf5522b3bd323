/** Turns, sent and followed. A turn goes on when the page does not hear it; what it missed, it reads from the journal. */
import {ApiError, get, path, post, send, Unreachable} from '../core/api.js';
import {settings} from '../core/settings.js';
import {events} from '../core/stream.js';
import {apply, active} from './model.js';

/** @typedef {import('./model.js').Turn} Turn */
/** @typedef {{id: string, arn: string, name: string}} Agent */

const PACE = 600;
const LONGEST_PACE = 5_000;
const ANSWERS = ['answer', 'response', 'result', 'output', 'message', 'text', 'content'];

/**
 * Says something; returns when the turn has ended or waits for a person.
 *
 * @param {Agent} agent
 * @param {Turn} turn
 * @param {{uri: string, name: string, mediaType: string}[]} attachments
 * @param {() => void} changed
 */
export function say(agent, turn, attachments, changed) {
  const body = attachments.length > 0 ? {prompt: turn.said.text, attachments} : {prompt: turn.said.text};
  return run(path`/runtimes/${agent.arn}/invocations?qualifier=DEFAULT`, body, turn, changed);
}

/**
 * Allows or refuses calls that wait; the turn that follows goes on with them.
 *
 * @param {Agent} agent
 * @param {Turn} turn
 * @param {() => void} changed
 */
export function decide(agent, turn, changed) {
  const decisions = (turn.said.decisions ?? []).map(({id, allowed}) => ({id, allowed}));
  return run(path`/cadre/v1/approvals/${agent.arn}/${turn.session}`, {decisions}, turn, changed);
}

/** @param {string} address @param {unknown} body @param {Turn} turn @param {() => void} changed */
async function run(address, body, turn, changed) {
  try {
    const response = await send(address, {method: 'POST', body, headers: headers(turn)});
    turn.traceId = response.headers.get('traceparent')?.split('-')[1] ?? '';
    await read(response, turn, changed);
  } catch (error) {
    lost(turn, error);
  }
  if (turn.id && active(turn)) await follow(turn, changed);
  changed();
}

/** @param {Turn} turn */
function headers(turn) {
  /** @type {Record<string, string>} */
  const headers = {
    'Accept': 'text/event-stream',
    'X-Amzn-Bedrock-AgentCore-Runtime-Session-Id': turn.session,
    'X-Cadre-Unheard': 'go-on',
  };
  if (settings.person) headers['X-Amzn-Bedrock-AgentCore-Runtime-User-Id'] = settings.person;
  return headers;
}

/** @param {Turn} turn @param {unknown} error */
function lost(turn, error) {
  if (error instanceof ApiError) {
    turn.state = turn.id ? 'failed' : 'unsent';
    turn.problem = error.message;
  } else if (!turn.id && turn.traceId) {
    turn.state = 'failed';
    turn.problem = 'The connection broke before the answer was whole.';
  } else if (!turn.id) {
    turn.state = 'unsent';
    turn.problem = error instanceof Unreachable ? `${error.message} Your message was not sent.` : 'The connection broke before the agent had your message.';
  }
}

/** @param {Response} response @param {Turn} turn @param {() => void} changed */
async function read(response, turn, changed) {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('event-stream')) {
    whole(turn, await response.text());
    return;
  }
  let said = false;
  for await (const {data} of events(response)) {
    const event = parsed(data);
    if (event && typeof event === 'object' && typeof event.type === 'string' && (turn.id || event.type === 'started' || event.type === 'error')) {
      apply(turn, event);
    } else {
      piece(turn, event ?? data);
    }
    said = true;
    changed();
  }
  // Agents with code of their own end their stream when they have said all.
  if (!turn.id && said && active(turn)) turn.state = 'ended';
}

/** An answer of an agent with code of its own, in one piece. @param {Turn} turn @param {string} text */
function whole(turn, text) {
  turn.state = 'running';
  piece(turn, parsed(text) ?? text);
  turn.state = 'ended';
}

/** @param {Turn} turn @param {any} value */
function piece(turn, value) {
  const words = ANSWERS.map((name) => value?.[name]).find((word) => typeof word === 'string');
  const text = typeof value === 'string' ? value : words ?? `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`;
  apply(turn, {type: 'text', step: 1, block: 0, delta: text});
  turn.state = 'running';
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the page has not heard, until the turn ends. @param {Turn} turn @param {() => void} changed */
export async function follow(turn, changed) {
  let pace = PACE;
  while (active(turn)) {
    try {
      await catchUp(turn);
      pace = PACE;
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) {
        turn.state = 'failed';
        turn.problem = error.message;
      }
      pace = Math.min(LONGEST_PACE, pace * 2);
    }
    changed();
    if (active(turn)) await new Promise((resolve) => setTimeout(resolve, pace));
  }
}

/** The journal's events that a turn lacks. @param {Turn} turn */
export async function catchUp(turn) {
  const {turn: line, events: missed} = await get(path`/cadre/v1/turns/${turn.id}/events`);
  // The journal is whole: what was heard before is in it.
  turn.items = [];
  turn.seen = -1;
  missed.forEach((event) => apply(turn, event));
  if (line.state === 'ENDED' && active(turn)) turn.state = 'ended';
  if (line.state === 'FAILED' && active(turn)) turn.state = 'failed';
}

/** @param {Turn} turn */
export async function stop(turn) {
  if (turn.id) await post(path`/cadre/v1/turns/${turn.id}/cancel`);
}
