/** What happened in a turn besides its words: tools, agents called as tools, decisions. */
import {html, nothing} from 'lit';
import {code, agentBadge, title, took} from '../core/format.js';
import {icon} from '../core/icons.js';
import {items} from './items.js';

/** @typedef {import('./model.js').ToolCall} ToolCall */

const STATES = {
  written: 'is being written', running: 'runs', done: 'is done', error: 'failed', asked: 'waits for approval', refused: 'was refused',
};

/** @param {ToolCall} call */
export function tool(call) {
  const busy = call.state === 'running' || call.state === 'written';
  const mark = busy ? html`<span class="wait" aria-hidden="true"></span>`
    : html`<span class="mark ${call.state}">${icon(call.state === 'done' ? 'check' : call.state === 'asked' ? 'pause' : 'close')}</span>`;
  return html`
    <div class="step ${call.within ? 'agent' : ''}" data-tool=${call.tool} data-state=${call.state}>
      <details class="fold" ?open=${call.within !== undefined && busy}>
        <summary>${mark}
          ${call.within ? agentBadge(call.within.agent) : html`<span class="name">${title(call.tool)}</span>`}
          <span class="cut quiet grow args">${brief(call)}</span>
          <span class="unseen">${STATES[call.state]}</span>
          ${call.tookMs === undefined ? nothing : html`<span class="quiet tiny number">${took(call.tookMs)}</span>`}
        </summary>
        <div class="inside">
          ${call.args ? html`<div><p class="label">Asked with</p>${code(call.args)}</div>` : nothing}
          ${call.within ? html`<div class="within">${items(call.within)}</div>` : nothing}
          ${call.content.length > 0 ? html`<div><p class="label">${call.state === 'error' ? 'Failed with' : 'Answered'}</p>${call.content.map(content)}</div>` : nothing}
        </div>
      </details>
    </div>`;
}

/** @param {ToolCall} call */
function brief(call) {
  if (!call.args) return call.typed;
  return Object.values(call.args).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ');
}

/** One block of what a tool answered. @param {any} block */
function content(block) {
  if (block.json !== undefined) return code(block.json);
  if (block.mediaType) return html`<p class="small row">${icon('file')}${block.name ?? block.mediaType} <span class="quiet">${block.bytes ?? ''}</span></p>`;
  const text = block.text ?? '';
  try {
    return code(JSON.parse(text));
  } catch {
    return code(text);
  }
}

/** @param {import('./model.js').Decided} decided */
export function decision(decided) {
  const sure = Math.round(decided.confidence * 100);
  return html`
    <div class="decided">
      <p class="row small">${icon('split')}<strong>${decided.question ? 'Asks back' : decided.chosen.length === 1 ? 'Hands over' : `Hands over to ${decided.chosen.length}`}</strong>
        <span class="pill ${sure < 70 ? 'warn' : 'accent'}">${sure} % sure</span></p>
      <ul role="list">${decided.chosen.map((each) => html`
        <li>${agentBadge(each.agent || each.tool)}<span class="small grow">${each.task}${each.why ? html` <span class="quiet">– ${each.why}</span>` : nothing}</span></li>`)}</ul>
      ${decided.reason ? html`<p class="tiny quiet">${decided.reason}</p>` : nothing}
    </div>`;
}
