/** A conversation as the journal has it. */
import {ApiError, get, path, query} from '../core/api.js';
import {catchUp} from './talk.js';
import {ofLine} from './model.js';

const PAGE = 20;
const AT_ONCE = 4;

/**
 * The newest turns, oldest first, with what happened in them.
 *
 * @param {{id: string, name: string}} agent
 * @param {string} session
 * @param {{before?: number, until?: string, signal?: AbortSignal}} [which] until: a turn that must be among them
 */
export async function turns(agent, session, {before, until, signal} = {}) {
  const lines = [];
  let more = true;
  let from = before;
  do {
    const page = await get(path`/cadre/v1/conversations/${agent.id}/${session}` + query({before: from, maxResults: PAGE}), {signal});
    lines.push(...page.turns);
    more = page.more;
    from = lines.at(-1)?.number;
  } while (more && until && !lines.some((line) => line.id === until));
  const made = lines.reverse().map((line) => ofLine(line, agent.name));
  for (let i = 0; i < made.length; i += AT_ONCE) {
    await Promise.all(made.slice(i, i + AT_ONCE).map(catchUp));
  }
  return {turns: made, more, first: lines[0]?.number};
}

/** The turns that agents had which were called within a turn, put where they were called. @param {import('./model.js').Turn} turn */
export async function within(turn) {
  const calls = turn.items.filter((item) => item.kind === 'tool' && !item.within?.items.length);
  if (!turn.traceId || calls.length === 0) return false;
  const {turns: lines} = await get('/cadre/v1/turns' + query({trace: turn.traceId}));
  const inner = lines.filter((line) => line.id !== turn.id);
  if (inner.length === 0) return false;
  const {spans} = await get(path`/cadre/v1/traces/${turn.traceId}`).catch(none);
  const above = new Map(spans.map((span) => [span.id, span]));
  for (const line of inner) {
    const call = calls.find((each) => each.id === callOf(line.spanId, above));
    if (call) {
      call.within = ofLine(line, nameOf(line.spanId, above));
      await catchUp(call.within);
      await within(call.within);
    }
  }
  return calls.some((call) => call.within?.items.length);
}

/** A trace that was not sampled tells nothing. @param {unknown} error */
function none(error) {
  if (error instanceof ApiError && error.status === 404) return {spans: []};
  throw error;
}

/** The call of a tool that a span is nearest under. @param {string} span @param {Map<string, any>} above */
function callOf(span, above) {
  for (let at = above.get(span); at; at = above.get(at.parent)) {
    const call = at.attributes['gen_ai.tool.call.id'];
    if (call) return call;
  }
  return undefined;
}

/** @param {string} span @param {Map<string, any>} above */
function nameOf(span, above) {
  return above.get(span)?.attributes['gen_ai.agent.name'] ?? 'agent';
}
