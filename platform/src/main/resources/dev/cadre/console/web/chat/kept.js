/**
 * Conversations that only this browser has: agents with code of their own write no journal. Where one signs in, they
 * end with the tab as the token does; else they stay until they are forgotten or older than the newest fifty.
 */
import {settings} from '../core/settings.js';
import {active} from './model.js';

/** @typedef {import('./model.js').Turn} Turn */
/** @typedef {{agent: string, session: string, title: string, lastTurnAt: string}} Kept */

const INDEX = 'cadre.kept';
const MOST_CONVERSATIONS = 50;
const MOST_TURNS = 100;
/** Characters of one text, and of a conversation. */
const MOST_TEXT = 20_000;
const MOST_TALK = 200_000;
const TITLE = 80;
const CUT = 'The page was left before the answer was whole, and an agent with code of its own has no journal to read it from.';

/** Tells of `change`. */
export const kept = new EventTarget();

const store = () => (settings.token ? sessionStorage : localStorage);

/** @param {string} agent @param {string} session */
const key = (agent, session) => `${INDEX}.${agent}.${session}`;

/** @template T @param {string} name @param {T} otherwise @returns {T} */
function read(name, otherwise) {
  try {
    return JSON.parse(store().getItem(name) ?? '') ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** All of an agent's, those last spoken in first. @param {string} agent @returns {Kept[]} */
export const keptWith = (agent) => read(INDEX, /** @type {Kept[]} */ ([])).filter((each) => each.agent === agent);

/** @param {string} agent @param {string} session @returns {Turn[]} */
export function keptTurns(agent, session) {
  const turns = read(key(agent, session), /** @type {Turn[]} */ ([]));
  turns.filter(active).forEach((turn) => Object.assign(turn, {state: 'failed', problem: CUT}));
  return turns;
}

/** Keeps what of `turns` is in no journal. @param {string} agent @param {string} session @param {Turn[]} turns */
export function keep(agent, session, turns) {
  const own = turns.filter((turn) => turn.id === '' && turn.state !== 'unsent').slice(-MOST_TURNS).map(short);
  if (own.length === 0) return;
  let text = JSON.stringify(own);
  while (text.length > MOST_TALK && own.length > 1) {
    own.shift();
    text = JSON.stringify(own);
  }
  const title = own[0].said.text.slice(0, TITLE);
  const others = read(INDEX, /** @type {Kept[]} */ ([])).filter((each) => each.agent !== agent || each.session !== session);
  const index = [{agent, session, title, lastTurnAt: own[own.length - 1].startedAt}, ...others];
  index.splice(MOST_CONVERSATIONS).forEach((each) => store().removeItem(key(each.agent, each.session)));
  put(key(agent, session), text, index);
  kept.dispatchEvent(new Event('change'));
}

/** Where the browser has no more room, the oldest make it. @param {string} name @param {string} text @param {Kept[]} index */
function put(name, text, index) {
  for (;;) {
    try {
      store().setItem(name, text);
      store().setItem(INDEX, JSON.stringify(index));
      return;
    } catch {
      const oldest = index.length > 1 ? index.pop() : undefined;
      if (!oldest) return;
      store().removeItem(key(oldest.agent, oldest.session));
    }
  }
}

/** @param {string} agent @param {string} session */
export function forget(agent, session) {
  store().removeItem(key(agent, session));
  store().setItem(INDEX, JSON.stringify(read(INDEX, /** @type {Kept[]} */ ([])).filter((each) => each.agent !== agent || each.session !== session)));
  kept.dispatchEvent(new Event('change'));
}

/** @param {Turn} turn @returns {Turn} */
function short(turn) {
  const cut = (/** @type {string} */ text) => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);
  return {
    ...turn, said: {...turn.said, text: cut(turn.said.text)},
    items: turn.items.map((item) => ('text' in item ? {...item, text: cut(item.text)} : item)),
  };
}
