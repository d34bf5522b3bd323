/** What happened in a turn besides its words: tools, agents called as tools, decisions. */
import {html, nothing} from 'lit';
import {code, agentBadge, title, took} from '../core/format.js';
import {icon} from '../core/icons.js';
import './markdown.js';

/** @typedef {import('./model.js').ToolCall} ToolCall */

const STATES = {
  written: 'is being written', running: 'runs', done: 'is done', error: 'failed', asked: 'waits for approval', refused: 'was refused',
};

/** @param {ToolCall} call @param {unknown} [within] what the agent did that was called */
export function tool(call, within) {
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
          ${asked(call)}
          ${within ? html`<div class="within">${within}</div>` : nothing}
          ${answered(call)}
        </div>
      </details>
    </div>`;
}

/** An agent's task is words; what a tool is called with is data. @param {ToolCall} call */
function asked(call) {
  if (!call.args) return nothing;
  const members = Object.values(call.args);
  const words = call.within && members.length === 1 && typeof members[0] === 'string';
  return html`<div><p class="label">Asked with</p>${words ? html`<p class="small">${members[0]}</p>` : code(call.args)}</div>`;
}

/** What an agent answered is the last that it said, which stands above. @param {ToolCall} call */
function answered(call) {
  const said = call.state === 'done' && call.within?.items.some((item) => item.kind === 'text');
  if (said || call.content.length === 0) return nothing;
  return html`<div><p class="label">${call.state === 'error' ? 'Failed with' : 'Answered'}</p>${call.content.map((block) => content(block, call.within !== undefined))}</div>`;
}

/** @param {ToolCall} call */
function brief(call) {
  if (!call.args) return call.typed;
  return Object.values(call.args).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ');
}

/** One block of what was answered. @param {any} block @param {boolean} words whether an agent said it */
function content(block, words) {
  if (block.json !== undefined) return code(block.json);
  if (block.mediaType) return html`<p class="small row">${icon('file')}${block.name ?? block.mediaType} <span class="quiet">${block.bytes ?? ''}</span></p>`;
  return words ? html`<cadre-markdown class="words small" .text=${block.text ?? ''}></cadre-markdown>` : code(block.text ?? '');
}

/** Whom the agents' own lines below tell of what they do. @param {import('./model.js').Decided} decided */
export function decision(decided) {
  const sure = Math.round(decided.confidence * 100);
  const whys = decided.chosen.filter((each) => each.why);
  return html`
    <div class="decided small">
      <p class="row tight">${icon('split')}<strong>${decided.question ? 'Asks back' : 'Hands over to'}</strong>
        ${decided.chosen.map((each) => agentBadge(each.agent || each.tool))}
        <span class="pill ${sure < 70 ? 'warn' : 'accent'}">${sure} % sure</span>
        ${decided.reason ? html`<span class="tiny quiet">${decided.reason}</span>` : nothing}</p>
      ${whys.length > 0 ? html`<ul class="tiny quiet" role="list">${whys.map((each) => html`<li>${title(each.agent || each.tool)}: ${each.why}</li>`)}</ul>` : nothing}
    </div>`;
}
