import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {get, query} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {router, to} from '../core/router.js';
import {forget, kept, keptWith} from './kept.js';

const PAGE = 50;

/** The conversations with an agent, those last spoken in first. */
class CadreConversations extends CadreElement {
  static properties = {agent: {}, session: {}, more: {state: true}};

  constructor() {
    super();
    this.agent = '';
    this.session = '';
    this.most = PAGE;
    this.list = new Load(this, (signal) => this.#ask(signal), ['turns']);
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(kept, 'change', () => this.requestUpdate());
  }

  async #ask(signal) {
    if (!this.agent) return undefined;
    return get('/cadre/v1/conversations' + query({agent: this.agent, maxResults: this.most}), {signal});
  }

  willUpdate(changed) {
    if (changed.has('agent') && changed.get('agent') !== undefined) {
      this.most = PAGE;
      this.list.reload({fresh: true});
    }
  }

  render() {
    return html`
      <nav class="conversations" aria-label="Conversations">
        <a class="button" href=${to('chat', this.agent)}>${icon('plus')}New conversation</a>
        ${this.agent ? this.list.render((value) => this.#shown(value)) : nothing}
      </nav>`;
  }

  #shown({conversations: known, nextToken}) {
    const own = keptWith(this.agent).map((each) => ({...each, own: true}));
    const conversations = [...own, ...known].sort((a, b) => b.lastTurnAt.localeCompare(a.lastTurnAt));
    if (conversations.length === 0) return html`<p class="small quiet none">Nothing was said yet.</p>`;
    return html`
      <ul role="list">${repeat(conversations, (each) => each.session, (each) => html`
        <li class="row tight"><a class="grow" href=${to('chat', each.agent, each.session)} aria-current=${each.session === this.session ? 'page' : 'false'}>
          <span class="cut title">${each.title || 'A conversation'}</span>
          <span class="row tight tiny quiet">${when(each.lastTurnAt)}
            ${each.own ? html`<span title="Kept in this browser">${icon('pin')}<span class="unseen">kept in this browser</span></span>` : nothing}
            ${each.state === 'RUNNING' ? html`<span class="pill warn">answering</span>` : each.state === 'WAITING' ? html`<span class="pill warn">waits</span>` : nothing}
          </span></a>
          ${each.own ? html`<button class="button bare small icon-only" aria-label="Forget ${each.title}" title="Forget this" @click=${() => this.#forget(each)}>${icon('trash')}</button>` : nothing}</li>`)}</ul>
      ${nextToken && this.most < 200 ? html`<button class="button small bare" @click=${() => this.#more()}>Show more</button>` : nothing}`;
  }

  #forget({agent, session}) {
    forget(agent, session);
    if (session === this.session) router.go(to('chat', agent));
  }

  #more() {
    this.most += PAGE;
    this.list.reload();
  }
}

customElements.define('cadre-conversations', CadreConversations);
