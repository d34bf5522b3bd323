import {html, nothing} from 'lit';
import {Unreachable} from './api.js';
import {icon} from './icons.js';
import {live} from './live.js';

/**
 * What a view shows from the platform: asked for when the view comes, and again when a topic changes. What was there
 * before stays on screen meanwhile.
 *
 * @template T
 * @implements {import('lit').ReactiveController}
 */
export class Load {
  /** @type {T | undefined} */
  value;
  /** @type {Error | undefined} */
  error;
  loading = true;
  #host;
  #ask;
  #topics;
  /** @type {AbortController | undefined} */
  #under;
  #end = () => {};

  /**
   * @param {import('lit').LitElement} host
   * @param {(signal: AbortSignal) => Promise<T | undefined>} ask
   * @param {import('./live.js').Topic[]} [topics]
   */
  constructor(host, ask, topics = []) {
    this.#host = host;
    this.#ask = ask;
    this.#topics = topics;
    host.addController(this);
  }

  hostConnected() {
    this.#end = live.on(this.#topics.length > 0 ? this.#topics : [/** @type {any} */ ('*')], () => this.reload());
    this.reload();
  }

  hostDisconnected() {
    this.#end();
    this.#under?.abort();
  }

  /** @param {{fresh?: boolean}} [how] fresh: what was there is of something else and goes */
  async reload({fresh = false} = {}) {
    this.#under?.abort();
    const under = new AbortController();
    this.#under = under;
    this.loading = true;
    if (fresh) this.value = undefined;
    this.#host.requestUpdate();
    try {
      const value = await this.#ask(under.signal);
      if (under.signal.aborted) return;
      this.value = value;
      this.error = undefined;
    } catch (error) {
      if (under.signal.aborted) return;
      this.error = /** @type {Error} */ (error);
    }
    this.loading = false;
    this.#host.requestUpdate();
  }

  /** @param {(value: T) => unknown} shown */
  render(shown) {
    // Where something is shown, that the platform is away is said once, over all of the page.
    const told = this.error instanceof Unreachable && this.value !== undefined;
    const problem = this.error && !told && html`
      <div class="notice bad" role="alert">${icon('alert')}<span class="grow">${this.error.message}</span>
        <button class="button small" @click=${() => this.reload()}>Try again</button></div>`;
    if (this.value !== undefined) return html`${problem || nothing}${shown(this.value)}`;
    return problem || html`<div class="stack" aria-busy="true"><span class="unseen">Loading</span>
      <span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span></div>`;
  }
}
