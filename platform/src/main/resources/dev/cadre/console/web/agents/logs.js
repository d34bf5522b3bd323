import {html, nothing} from 'lit';
import {ApiError, query, send} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {icon} from '../core/icons.js';
import {lines} from '../core/stream.js';
import '../parts/lines.js';

const AT_FIRST = 10_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

/** What an agent's workers print, while they do. */
class CadreLogs extends CadreElement {
  static properties = {agent: {}, filter: {state: true}, count: {state: true}, state: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.agent = '';
    this.filter = '';
    this.count = 0;
    /** @type {'connecting' | 'follows' | 'broken'} */
    this.state = 'connecting';
    this.problem = '';
    this.last = 0;
    /** @type {import('../parts/lines.js').Line[]} */
    this.queue = [];
  }

  connectedCallback() {
    super.connectedCallback();
    const under = new AbortController();
    this.until(() => under.abort());
    this.#follow(under.signal);
  }

  /** @param {AbortSignal} signal */
  async #follow(signal) {
    let wait = FIRST_WAIT;
    while (!signal.aborted) {
      try {
        const response = await send('/cadre/v1/logs' + query({agent: this.agent, follow: 'true', limit: AT_FIRST}), {signal});
        this.state = 'follows';
        wait = FIRST_WAIT;
        for await (const line of lines(response)) {
          if (line !== '') this.#take(JSON.parse(line));
        }
      } catch (error) {
        if (signal.aborted) return;
        this.problem = error instanceof ApiError && error.status < 500 ? error.message : '';
      }
      this.state = 'broken';
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  /** After a break the newest come again. @param {import('../parts/lines.js').Line} line */
  #take(line) {
    if (line.seq <= this.last) return;
    this.last = line.seq;
    this.queue.push(line);
    if (this.queue.length === 1) requestAnimationFrame(() => this.#put());
  }

  #put() {
    const box = /** @type {any} */ (this.querySelector('cadre-lines'));
    const queue = this.queue;
    this.queue = [];
    box?.add(queue);
    this.count = box?.all.length ?? 0;
  }

  render() {
    return html`
      <section class="stack" aria-label="Logs">
        <div class="row">
          <input class="fit grow" type="search" aria-label="Show lines with" placeholder="Show lines with…" @input=${(event) => (this.filter = event.target.value)}>
          <span class="small quiet" role="status">${this.count} lines, ${this.state === 'follows' ? 'following' : this.state === 'broken' ? 'reconnecting' : 'connecting'}</span>
          <button class="button small" @click=${() => /** @type {any} */ (this.querySelector('cadre-lines')).end()}>${icon('down')}Newest</button>
        </div>
        ${this.problem ? html`<div class="notice bad" role="alert">${this.problem}</div>` : nothing}
        ${this.count === 0 && this.state !== 'connecting' ? html`<div class="empty">${icon('file')}<strong>Nothing was printed yet</strong>
          <p>What the agent prints appears here. A declared agent prints nothing: its turns are under <a href="/console/traces?agent=${this.agent}">Traces</a>.</p></div>` : nothing}
        <cadre-lines label="Log lines" .filter=${this.filter} ?hidden=${this.count === 0}></cadre-lines>
      </section>`;
  }
}

customElements.define('cadre-logs', CadreLogs);
