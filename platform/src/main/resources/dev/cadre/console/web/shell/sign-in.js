import {html} from 'lit';
import {CadreElement} from '../core/element.js';
import {get} from '../core/api.js';
import {settings} from '../core/settings.js';

/** Asks who this is, where the platform wants to know. */
class CadreSignIn extends CadreElement {
  static properties = {reason: {}, wrong: {state: true}};

  constructor() {
    super();
    this.reason = '';
    this.wrong = '';
  }

  render() {
    return html`
      <form class="sign-in card" @submit=${this.#submit}>
        <h1>Sign in</h1>
        <p class="small">This platform wants to know who you are. Paste a token: the one of its <code>admin-token</code> file when you are
          on its machine, or one of your issuer.</p>
        <div class="field"><label for="token">Token</label>
          <input id="token" type="password" autocomplete="off" spellcheck="false" required aria-describedby="token-hint">
          <span class="hint" id="token-hint">It stays in this tab and ends with it.</span></div>
        ${this.wrong || settings.token ? html`<div class="notice bad" role="alert">${this.wrong || this.reason}</div>` : ''}
        <button class="button primary">Sign in</button>
      </form>`;
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    settings.token = this.querySelector('input').value.trim();
    try {
      await get('/cadre/v1/agents');
      this.dispatchEvent(new Event('signed-in'));
    } catch (error) {
      if (error.status === 403 && !error.unproven) {
        this.dispatchEvent(new Event('signed-in'));
        return;
      }
      settings.token = '';
      this.wrong = error.message;
    }
  }
}

customElements.define('cadre-sign-in', CadreSignIn);
