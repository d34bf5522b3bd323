import {html, nothing} from 'lit';
import {wire} from './core/api.js';
import {CadreElement} from './core/element.js';
import {icon} from './core/icons.js';
import {live} from './core/live.js';
import {router} from './core/router.js';
import {settings} from './core/settings.js';
import './shell/connection.js';
import './shell/nav.js';
import './shell/words.js';

const VIEWS = {
  chat: {title: 'Chat', load: () => import('./chat/view.js')},
  agents: {title: 'Agents', load: () => import('./agents/view.js')},
  traces: {title: 'Traces', load: () => import('./traces/view.js')},
  memory: {title: 'Memory', load: () => import('./memory/view.js')},
  tools: {title: 'Tools', load: () => import('./tools/view.js')},
  servers: {title: 'Servers', load: () => import('./servers/view.js')},
  usage: {title: 'Models and usage', load: () => import('./usage/view.js')},
};

/** The page: navigation, the view that the address names, and what stands over all of them. */
class CadreApp extends CadreElement {
  static properties = {route: {state: true}, refused: {state: true}, lost: {state: true}, menu: {state: true}};

  constructor() {
    super();
    this.route = router.route;
    /** Why the platform wants to know who this is; empty when it does not. */
    this.refused = '';
    this.lost = '';
    this.menu = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(router, 'change', (event) => this.#changed(event.detail.otherView));
    this.listen(wire, 'unauthenticated', (event) => this.#refused(event.detail));
    this.listen(document, 'cadre-menu', () => this.#menu());
    this.#load();
  }

  /** @param {string} reason */
  async #refused(reason) {
    await import('./shell/sign-in.js').catch(() => {});
    this.refused = reason;
  }

  get #view() {
    return VIEWS[this.route.view];
  }

  /** @param {boolean} otherView */
  #changed(otherView) {
    this.route = router.route;
    this.#load();
    if (otherView) {
      this.querySelector('main')?.focus({preventScroll: true});
      this.querySelector('main')?.scrollTo(0, 0);
    }
  }

  #load() {
    document.title = this.#view ? `${this.#view.title} – Cadre` : 'Cadre';
    this.lost = '';
    this.#view?.load().catch(() => (this.lost = 'This view could not be loaded. Is the platform still there?'));
  }

  #signedIn() {
    this.refused = '';
    live.restart();
    this.route = {...router.route};
  }

  render() {
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>Skip to the content</a>
      <cadre-connection></cadre-connection>
      <header class="top" ?hidden=${this.route.view === 'chat' && !this.refused}>
        <button class="button bare icon-only" aria-label="Menu" aria-haspopup="dialog" @click=${this.#menu}>${icon('menu')}</button>
        <span class="title grow cut">${this.#view?.title ?? 'Cadre'}</span>
      </header>
      <cadre-nav .view=${this.route.view}></cadre-nav>
      <main id="main" tabindex="-1">
        ${this.refused ? html`<cadre-sign-in .reason=${this.refused} @signed-in=${this.#signedIn}></cadre-sign-in>` : this.#shown()}
      </main>
      <dialog class="drawer" aria-label="Menu" @click=${this.#leave} @close=${() => (this.menu = false)}>
        ${this.menu ? html`<cadre-nav .view=${this.route.view} .drawer=${true}></cadre-nav>` : nothing}
      </dialog>
      <cadre-words></cadre-words>`;
  }

  #shown() {
    if (this.lost) return html`<div class="page"><div class="notice bad" role="alert">${this.lost}</div></div>`;
    const route = this.route;
    switch (route.view) {
      case 'chat': return html`<cadre-chat .route=${route}></cadre-chat>`;
      case 'agents': return html`<cadre-agents .route=${route}></cadre-agents>`;
      case 'traces': return html`<cadre-traces .route=${route}></cadre-traces>`;
      case 'memory': return html`<cadre-memory .route=${route}></cadre-memory>`;
      case 'tools': return html`<cadre-tools .route=${route}></cadre-tools>`;
      case 'servers': return html`<cadre-servers .route=${route}></cadre-servers>`;
      case 'usage': return html`<cadre-usage .route=${route}></cadre-usage>`;
      default: return html`<div class="page"><h1>There is no such page</h1><p><a href="/console/chat">Go to the chat</a></p></div>`;
    }
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }

  async #menu() {
    this.menu = true;
    await this.updateComplete;
    this.querySelector('dialog.drawer').showModal();
  }

  /** @param {MouseEvent} event */
  #leave(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.matches('dialog') || target.closest('a')) this.querySelector('dialog.drawer').close();
  }
}

settings.show();
router.start();
live.start();
customElements.define('cadre-app', CadreApp);
