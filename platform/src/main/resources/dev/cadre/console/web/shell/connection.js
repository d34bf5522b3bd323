import {html, nothing} from 'lit';
import {CadreElement} from '../core/element.js';
import {live} from '../core/live.js';

/** Shorter breaks are nobody's concern. */
const PATIENCE = 700;

/** Says when the platform cannot be reached, and when it is back. */
class CadreConnection extends CadreElement {
  static properties = {lost: {state: true}};

  constructor() {
    super();
    this.lost = false;
    this.timer = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(live, 'state', () => this.#changed());
  }

  #changed() {
    clearTimeout(this.timer);
    if (live.state === 'offline') {
      this.timer = setTimeout(() => (this.lost = live.state === 'offline'), PATIENCE);
    } else {
      this.lost = false;
    }
  }

  render() {
    return html`<div role="status">${this.lost ? html`
      <div class="connection"><span class="wait" aria-hidden="true"></span>
        <span>The platform cannot be reached. Trying again; nothing you typed is lost.</span>
        <button class="button small" @click=${() => live.retry()}>Try now</button></div>` : nothing}</div>`;
  }
}

customElements.define('cadre-connection', CadreConnection);
