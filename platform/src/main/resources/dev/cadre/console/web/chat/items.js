import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {icon} from '../core/icons.js';
import {decision, tool} from './steps.js';
import './markdown.js';

/** @typedef {import('./model.js').Turn} Turn */
/** @typedef {import('./model.js').Item} Item */

/** All that happened in a turn, in its order. @param {Turn} turn */
export function items(turn) {
  return repeat(turn.items, key, item);
}

/** @param {Item} each @param {number} at */
function key(each, at) {
  switch (each.kind) {
    case 'tool': return each.id;
    case 'text':
    case 'reasoning': return `${each.kind} ${each.step} ${each.block}`;
    default: return `${each.kind} ${at}`;
  }
}

/** @param {Item} each */
function item(each) {
  switch (each.kind) {
    case 'text': return html`<cadre-markdown class="words" .text=${each.text}></cadre-markdown>`;
    case 'reasoning': return html`<details class="fold thought"><summary>Thought</summary><p class="small quiet">${each.text}</p></details>`;
    case 'tool': return tool(each, each.within && items(each.within));
    case 'decided': return decision(each);
    case 'note': return each.more?.length
      ? html`<details class="fold thought"><summary>${each.text}</summary><ul class="small quiet">${each.more.map((line) => html`<li>${line}</li>`)}</ul></details>`
      : html`<p class="note tiny quiet">${icon('history')}${each.text}</p>`;
    default: return nothing;
  }
}
