import {html} from 'lit';
import {get} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {to} from '../core/router.js';
import {settings} from '../core/settings.js';

const LINKS = [
  ['chat', 'Chat'], ['agents', 'Agents'], ['traces', 'Traces'], ['memory', 'Memory'], ['tools', 'Tools'],
  ['servers', 'Servers'], ['usage', 'Models and usage'],
];
const THEMES = [['light', 'Light', 'sun'], ['auto', 'As the system', 'auto'], ['dark', 'Dark', 'moon']];

/** Where one can go; what waits for a person; how the page looks. */
class CadreNav extends CadreElement {
  static properties = {view: {}, drawer: {type: Boolean}};

  constructor() {
    super();
    this.view = '';
    this.drawer = false;
    this.waiting = new Load(this, async (signal) => (await get('/cadre/v1/approvals', {signal})).approvals, ['turns']);
    this.status = new Load(this, (signal) => get('/cadre/v1/status', {signal}));
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(settings, 'change', () => this.requestUpdate());
  }

  render() {
    const waiting = this.waiting.value?.length ?? 0;
    return html`
      <nav class="nav" aria-label=${this.drawer ? 'Main, in the menu' : 'Main'}>
        <a class="brand" href=${to('chat')}><img src=${new URL('../icon.svg', import.meta.url).pathname} alt="">Cadre</a>
        <ul role="list">${LINKS.map(([view, name]) => html`
          <li><a href=${to(view)} aria-current=${this.view === view ? 'page' : 'false'}>${icon(view)}<span>${name}</span>
            ${view === 'chat' && waiting > 0 ? html`<span class="count" title="Calls that wait for your approval">${waiting}<span class="unseen"> waiting for approval</span></span>` : ''}</a></li>`)}
        </ul>
        <div class="foot">
          ${settings.token ? html`<button class="button small bare" @click=${this.#out}>${icon('out')}Sign out</button>` : ''}
          <div class="themes" role="group" aria-label="Colours">${THEMES.map(([theme, name, picture]) => html`
            <button aria-pressed=${settings.theme === theme} aria-label=${name} title=${name} @click=${() => (settings.theme = theme)}>${icon(picture)}</button>`)}
          </div>
          <p class="tiny quiet">${this.status.value ? html`Cadre ${this.status.value.version}<br>${this.status.value.auth === 'dev' ? 'development, nobody proves who they are' : 'signed in'}` : html`&nbsp;`}</p>
        </div>
      </nav>`;
  }

  #out() {
    settings.leave();
    location.assign('/');
  }
}

customElements.define('cadre-nav', CadreNav);
