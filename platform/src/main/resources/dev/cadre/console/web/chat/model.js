/** A turn as it is shown, made of its events one by one. Streamed events and those of the journal make the same. */

/**
 * @typedef {object} Text
 * @property {'text' | 'reasoning'} kind
 * @property {number} step
 * @property {number} block
 * @property {string} text
 *
 * @typedef {object} ToolCall
 * @property {'tool'} kind
 * @property {string} id
 * @property {string} tool
 * @property {number} step
 * @property {string} typed the arguments while the model writes them
 * @property {object | undefined} args
 * @property {'written' | 'running' | 'done' | 'error' | 'asked' | 'refused'} state
 * @property {any[]} content
 * @property {number | undefined} tookMs
 * @property {Turn | undefined} within what an agent did that was called as this tool
 *
 * @typedef {object} Decided
 * @property {'decided'} kind
 * @property {{tool: string, agent: string, task: string, why: string}[]} chosen
 * @property {number} confidence
 * @property {string} reason
 * @property {string | null} question
 *
 * @typedef {object} Note
 * @property {'note'} kind
 * @property {string} text
 * @property {string[]} [more]
 *
 * @typedef {Text | ToolCall | Decided | Note} Item
 *
 * @typedef {object} Turn
 * @property {string} id empty until the platform has taken it
 * @property {string} agent name of who acts
 * @property {string} session
 * @property {{text: string, attachments: {name?: string, mediaType: string}[], decisions?: {id: string, allowed: boolean, by?: string}[]}} said
 * @property {'sending' | 'running' | 'ended' | 'waiting' | 'failed' | 'cancelled' | 'unsent'} state
 * @property {Item[]} items
 * @property {{id: string, tool: string, arguments: object}[]} pending calls that wait for a person
 * @property {string} problem
 * @property {any} usage
 * @property {number | undefined} tookMs
 * @property {string} model
 * @property {string} traceId
 * @property {string} startedAt
 * @property {number} seen the number of the last event of the journal; -1 before the first
 */

/** @param {Partial<Turn>} [members] @returns {Turn} */
export function newTurn(members = {}) {
  return {
    id: '', agent: '', session: '', said: {text: '', attachments: []}, state: 'sending', items: [], pending: [], problem: '',
    usage: null, tookMs: undefined, model: '', traceId: '', startedAt: new Date().toISOString(), seen: -1, ...members,
  };
}

/** A turn of the journal, before its events. @param {any} line @param {string} agent its name @returns {Turn} */
export function ofLine(line, agent) {
  return newTurn({
    id: line.id, agent, session: line.session, traceId: line.traceId ?? '', startedAt: line.startedAt,
    state: line.state === 'RUNNING' ? 'running' : line.state === 'FAILED' ? 'failed' : 'ended',
    said: {...words(line.input.text ?? '', line.input.attachments ?? []), decisions: line.input.decisions},
  });
}

const ATTACHED = /^Attached [a-z ]+: (s3:\/\/\S+)$/gm;

/** An uploaded file is named in the text that the agent reads; a person sees it as a file. @param {string} text @param {{name?: string, mediaType: string}[]} files */
function words(text, files) {
  const named = [...text.matchAll(ATTACHED)].map(([, uri]) => ({name: uri.split('/').at(-1), mediaType: ''}));
  return {text: text.replace(ATTACHED, '').trim(), attachments: [...files, ...named]};
}

/** Whether something still happens in it. @param {Turn} turn */
export const active = (turn) => turn.state === 'sending' || turn.state === 'running';

/** What it does at this moment. @param {Turn} turn */
export function doing(turn) {
  const open = turn.items.filter((item) => item.kind === 'tool' && item.state === 'running');
  if (open.length > 1) return `waits for ${open.length} answers`;
  if (open.length === 1) return /** @type {ToolCall} */ (open[0]).within ? 'waits for an answer' : 'uses a tool';
  return turn.items.at(-1)?.kind === 'text' ? 'writes' : 'thinks';
}

/** The last words of the agent. @param {Turn} turn */
export function answer(turn) {
  const texts = turn.items.filter((item) => item.kind === 'text');
  return texts.length === 0 ? '' : /** @type {Text} */ (texts[texts.length - 1]).text;
}

/** Puts an event into its turn. @param {Turn} turn @param {any} event */
export function apply(turn, event) {
  if (typeof event.number === 'number') {
    if (event.number <= turn.seen) return;
    turn.seen = event.number;
  }
  const step = EVENTS[event.type];
  if (step) step(turn, event);
}

/** @type {Record<string, (turn: Turn, event: any) => void>} */
const EVENTS = {
  started(turn, event) {
    turn.id = event.turnId;
    turn.state = 'running';
  },
  // A step that begins again replaces what it said before a crash cut it.
  reply_started(turn, event) {
    turn.state = 'running';
    turn.items = turn.items.filter((item) => !('step' in item) || item.step !== event.step || event.step === undefined);
  },
  text: (turn, event) => said(turn, 'text', event),
  reasoning: (turn, event) => said(turn, 'reasoning', event),
  tool_call_started(turn, event) {
    call(turn, event).step = event.step;
  },
  tool_call_arguments(turn, event) {
    call(turn, event).typed += event.delta;
  },
  reply_ended(turn, event) {
    turn.model = event.model ?? turn.model;
  },
  tool_started(turn, event) {
    const made = call(turn, event);
    made.args = event.arguments;
    made.state = 'running';
    // Whom a supervisor chose is an agent, before anything is heard of it.
    const chosen = turn.items.findLast((item) => item.kind === 'decided')?.chosen.find((each) => each.tool === event.tool);
    if (chosen) made.within ??= newTurn({agent: chosen.agent || chosen.tool, state: 'running'});
  },
  tool_ended(turn, event) {
    const made = call(turn, event);
    made.state = event.error ? (made.state === 'refused' ? 'refused' : 'error') : 'done';
    made.content = event.content ?? [];
    made.tookMs = event.durationMs;
  },
  approval_wanted(turn, event) {
    const made = call(turn, event);
    made.args = event.arguments;
    made.state = 'asked';
  },
  approval_given(turn, event) {
    const made = call(turn, event);
    made.state = event.allowed ? 'written' : 'refused';
  },
  decided(turn, event) {
    turn.items.push({
      kind: 'decided', chosen: event.chosen ?? [], confidence: event.confidence ?? 0, reason: event.reason ?? '',
      question: event.question ?? null,
    });
  },
  within(turn, event) {
    const made = call(turn, {id: event.id, tool: event.agent});
    made.within ??= newTurn({agent: event.agent, session: event.session, state: 'running'});
    apply(made.within, event.event);
  },
  recalled(turn, event) {
    const text = event.problem ?? `Recalled ${event.records} ${event.records === 1 ? 'thing' : 'things'} from memory`;
    if (event.problem || event.records > 0) turn.items.push({kind: 'note', text, more: event.texts});
  },
  remembered(turn, event) {
    if (event.problem) turn.items.push({kind: 'note', text: event.problem});
  },
  context_trimmed(turn, event) {
    const how = event.summarised ? 'were put in a summary' : 'were left out';
    turn.items.push({kind: 'note', text: `${event.messages} older messages ${how}`});
  },
  ended(turn, event) {
    turn.usage = event.usage;
    turn.tookMs = event.durationMs;
    turn.pending = event.pending ?? [];
    turn.state = event.outcome === 'cancelled' ? 'cancelled' : event.outcome?.startsWith('awaits') ? 'waiting' : 'ended';
    if (event.reason) turn.items.push({kind: 'note', text: event.reason});
    // What was answered is what counts, however it came.
    if (event.answer && event.outcome === 'answer' && answer(turn) !== event.answer && !answer(turn).endsWith(event.answer)) {
      settle(turn, event.answer);
    }
    for (const item of turn.items) {
      const open = item.kind === 'tool' && (item.state === 'running' || item.state === 'written');
      if (open && turn.state !== 'waiting') item.state = 'error';
    }
  },
  error(turn, event) {
    turn.state = 'failed';
    turn.problem = event.message ?? event.error ?? 'The turn failed.';
  },
};

/**
 * Calls that waited are no longer shown as waiting once a later turn decided on them; that turn tells how they ended, and
 * the one before it what they were.
 *
 * @param {Turn[]} turns
 */
export function decided(turns) {
  const asked = new Map(turns.flatMap((turn) => turn.items).filter((item) => item.kind === 'tool' && item.args).map((item) => [item.id, item]));
  const decisions = new Map(turns.flatMap((turn) => (turn.said.decisions ?? []).map((each) => [each.id, each.allowed])));
  for (const turn of turns) {
    for (const item of turn.items) {
      if (item.kind === 'tool' && item.state === 'asked' && decisions.has(item.id)) {
        item.state = decisions.get(item.id) ? 'done' : 'refused';
      }
      if (item.kind === 'tool' && !item.args && asked.has(item.id)) {
        const {tool, args} = asked.get(item.id);
        Object.assign(item, {tool, args}, decisions.get(item.id) === false && {state: 'refused'});
      }
    }
  }
}

/** @param {Turn} turn @param {string} text */
function settle(turn, text) {
  const last = turn.items.findLast((item) => item.kind === 'text');
  const afterwards = last && turn.items.slice(turn.items.indexOf(last) + 1).every((item) => item.kind !== 'tool');
  if (last && afterwards) {
    /** @type {Text} */ (last).text = text;
  } else {
    turn.items.push({kind: 'text', step: -1, block: 0, text});
  }
}

/** @param {Turn} turn @param {'text' | 'reasoning'} kind @param {any} event */
function said(turn, kind, event) {
  const known = turn.items.findLast((item) => item.kind === kind && item.step === event.step && item.block === event.block);
  if (known) {
    /** @type {Text} */ (known).text += event.delta;
  } else {
    turn.items.push({kind, step: event.step, block: event.block, text: event.delta});
  }
}

/** @param {Turn} turn @param {{id: string, tool?: string, step?: number}} event @returns {ToolCall} */
function call(turn, event) {
  const known = turn.items.find((item) => item.kind === 'tool' && item.id === event.id);
  if (known) return /** @type {ToolCall} */ (known);
  /** @type {ToolCall} */
  const made = {
    kind: 'tool', id: event.id, tool: event.tool ?? 'tool', step: event.step ?? -1, typed: '', args: undefined, state: 'written',
    content: [], tookMs: undefined, within: undefined,
  };
  turn.items.push(made);
  return made;
}
