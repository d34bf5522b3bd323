import {html, nothing} from 'lit';
import {CadreElement} from '../core/element.js';
import {age, agentBadge, code, number, title, took, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {to} from '../core/router.js';
import {say} from '../core/say.js';
import {items} from './items.js';
import {active, doing} from './model.js';

/** Who waits for longer than this wants to know for how long. */
const SHORT = 2;

/** One turn: what was said, what happened, what was answered, and what can be done about it. */
class CadreTurn extends CadreElement {
  static properties = {turn: {attribute: false}, agent: {attribute: false}, beat: {type: Number}, last: {type: Boolean}, pointed: {type: Boolean}};

  constructor() {
    super();
    /** @type {import('./model.js').Turn | undefined} */
    this.turn = undefined;
    this.agent = undefined;
    /** Grows when the turn changed: it is one object for all its life. */
    this.beat = 0;
    this.last = false;
    this.pointed = false;
    /** Ticks while something happens. */
    this.clock = 0;
  }

  updated() {
    if (this.turn && active(this.turn)) this.clock ||= setInterval(() => this.requestUpdate(), 1_000);
    else this.#still();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#still();
  }

  #still() {
    clearInterval(this.clock);
    this.clock = 0;
  }

  #doing(turn) {
    const seconds = turn.startedAt ? (Date.now() - Date.parse(turn.startedAt)) / 1_000 : 0;
    return html`<span class="wait" aria-hidden="true"></span><span class="tiny quiet">${doing(turn)}${seconds > SHORT ? ` · ${age(seconds)}` : ''}</span>`;
  }

  render() {
    const turn = this.turn;
    if (!turn) return nothing;
    return html`
      <article class="turn ${this.pointed ? 'pointed' : ''}" id=${turn.id ? `turn-${turn.id}` : nothing} aria-label="Turn" data-state=${turn.state}>
        ${this.#said(turn)}
        <div class="reply">
          <header class="row tight">${agentBadge(turn.agent)}${active(turn) ? this.#doing(turn) : nothing}</header>
          ${items(turn)}
          ${this.#pending(turn)}
          ${this.#ending(turn)}
        </div>
      </article>`;
  }

  #said(turn) {
    if (turn.said.decisions) {
      return turn.said.decisions.map((each) => html`
        <p class="decision small quiet">${icon(each.allowed ? 'check' : 'close')}${each.allowed ? 'Allowed' : 'Refused'}${each.by && each.by !== 'anonymous' ? ` by ${each.by}` : ''}</p>`);
    }
    return html`
      <div class="said"><span class="unseen">You said:</span><span class="typed">${turn.said.text}</span>
        ${turn.said.attachments.map((file) => html`<span class="pill">${icon('file')}${file.name ?? file.mediaType}</span>`)}
      </div>`;
  }

  #pending(turn) {
    if (turn.state !== 'waiting' || !this.last) return nothing;
    return turn.pending.map((call) => html`
      <div class="approval card">
        <p class="small"><strong>${title(call.tool)}</strong> wants to run. Allow it?</p>
        ${code(call.arguments)}
        <div class="row">
          <button class="button primary" @click=${() => this.#decide(call.id, true)}>${icon('check')}Allow</button>
          <button class="button danger" @click=${() => this.#decide(call.id, false)}>${icon('close')}Refuse</button>
        </div>
      </div>`);
  }

  /** @param {string} id @param {boolean} allowed */
  #decide(id, allowed) {
    this.dispatchEvent(new CustomEvent('decide', {detail: {turn: this.turn, id, allowed}, bubbles: true}));
  }

  #ending(turn) {
    const problem = turn.problem && html`<div class="notice bad">${icon('alert')}<span class="grow">${turn.problem}</span></div>`;
    const note = turn.state === 'cancelled' ? html`<p class="note tiny quiet">${icon('stop')}Stopped</p>` : nothing;
    if (active(turn)) return problem || nothing;
    return html`
      ${problem}${note}
      <footer class="about row tight tiny quiet">
        ${turn.startedAt ? when(turn.startedAt) : nothing}
        ${turn.tookMs === undefined ? nothing : html`<span>${took(turn.tookMs)}</span>`}
        ${turn.usage ? html`<span title="${number(turn.usage.inputTokens)} read, ${number(turn.usage.outputTokens)} written">${number(turn.usage.totalTokens)} tokens</span>` : nothing}
        ${turn.model ? html`<span class="cut">${turn.model}</span>` : nothing}
        <span class="acts">
          ${turn.traceId ? html`<a class="button bare small icon-only" href=${to('traces', turn.traceId)} aria-label="Trace of this turn" title="Trace">${icon('traces')}</a>` : nothing}
          ${turn.id ? html`<button class="button bare small icon-only" aria-label="Copy a link to this turn" title="Copy a link" @click=${this.#link}>${icon('link')}</button>` : nothing}
          ${turn.said.text ? html`<button class="button bare small icon-only" aria-label="Ask this again" title="Ask again" @click=${this.#retry}>${icon('retry')}</button>` : nothing}
        </span>
      </footer>`;
  }

  #retry() {
    this.dispatchEvent(new CustomEvent('retry', {detail: this.turn, bubbles: true}));
  }

  async #link() {
    const address = new URL(to('chat', this.agent?.id, this.turn.session, this.turn.id), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      say('The link is copied.');
    } catch {
      // Where a page may not write there, the address bar can be copied.
      history.replaceState(null, '', address);
      say('The link is in the address bar.');
    }
  }
}

customElements.define('cadre-turn', CadreTurn);
