import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {ApiError} from '../core/api.js';
import {agents, definition, newSession, runtime} from '../core/agents.js';
import {CadreElement} from '../core/element.js';
import {title} from '../core/format.js';
import {icon} from '../core/icons.js';
import {live} from '../core/live.js';
import {Load} from '../core/load.js';
import {router, to} from '../core/router.js';
import {settings} from '../core/settings.js';
import {head} from './head.js';
import {hello} from './hello.js';
import {turns, within} from './history.js';
import {forget, keep, keptTurns} from './kept.js';
import {active, answer, decided, newTurn} from './model.js';
import {decide, follow, say, stop} from './talk.js';
import './composer.js';
import './sessions.js';
import './turn.js';

/** Nearer to its end than this, a conversation follows what is added to it. */
const NEAR = 120;

/** A conversation with an agent: /console/chat/AGENT/SESSION/TURN. */
class CadreChat extends CadreElement {
  static properties = {
    route: {attribute: false}, beat: {state: true}, problem: {state: true}, loading: {state: true}, told: {state: true}, panel: {state: true},
    more: {state: true}, facts: {state: true},
  };

  constructor() {
    super();
    this.route = router.route;
    /** @type {import('./model.js').Turn[]} */
    this.turns = [];
    this.session = '';
    this.agentId = '';
    this.beat = 0;
    this.problem = '';
    this.loading = false;
    this.more = false;
    this.first = undefined;
    /** What a screen reader is told. */
    this.told = '';
    /** @type {'' | 'memory' | 'conversations'} */
    this.panel = '';
    /** The agent's file, once known. */
    this.facts = undefined;
    this.stuck = true;
    this.agents = new Load(this, (signal) => agents(signal), ['agents']);
    this.bump = this.bump.bind(this);
    this.grown = new ResizeObserver(() => this.#grew());
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(settings, 'change', () => this.requestUpdate());
    this.listen(window, 'pagehide', () => this.running && this.#keep());
    this.until(() => this.grown.disconnect());
    this.until(() => (this.left = true));
    this.left = false;
  }

  get agent() {
    const wanted = this.route.parts[0];
    const all = this.agents.value ?? [];
    return wanted ? all.find((agent) => agent.id === wanted || agent.name === wanted || agent.arn === wanted) : undefined;
  }

  get running() {
    return this.turns.find(active);
  }

  bump() {
    this.beat++;
  }

  willUpdate() {
    const agent = this.agent;
    if (!agent) {
      this.#first();
      return;
    }
    const session = this.route.parts[1] ?? '';
    if (agent.id !== this.agentId) {
      this.agentId = agent.id;
      this.#learn(agent);
    }
    if (this.shown !== `${agent.id} ${session}` && !(session === this.session && this.turns.length > 0)) {
      this.#open(agent, session);
    }
    if (this.shown !== `${agent.id} ${session}` && this.panel === 'conversations') this.panel = '';
    this.shown = `${agent.id} ${session}`;
  }

  /** Without an agent in the address, the one talked with last, or the first there is. */
  #first() {
    const all = this.agents.value;
    if (!all || all.length === 0 || this.route.parts[0]) return;
    const last = localStorage.getItem('cadre.agent');
    const agent = all.find((each) => each.id === last) ?? all.find((each) => each.status === 'READY') ?? all[0];
    queueMicrotask(() => router.go(to('chat', agent.id), {replace: true}));
  }

  async #learn(agent) {
    localStorage.setItem('cadre.agent', agent.id);
    this.facts = undefined;
    const facts = await runtime(agent.id).catch(() => undefined);
    if (this.agentId === agent.id) this.facts = definition(facts) ?? {};
  }

  /** True of an agent with code of its own, whose turns the platform does not see. */
  get #unseen() {
    return this.facts !== undefined && this.facts.name === undefined;
  }

  #keep() {
    if (this.#unseen) keep(this.agentId, this.session, this.turns);
  }

  #forget() {
    forget(this.agentId, this.session);
    this.turns = [];
    router.go(to('chat', this.agentId));
  }

  /** @param {import('../core/agents.js').Agent} agent @param {string} session */
  async #open(agent, session) {
    this.session = session || newSession();
    this.turns = session ? keptTurns(agent.id, session) : [];
    this.problem = '';
    this.more = false;
    this.stuck = !this.route.parts[2];
    if (!session) {
      this.updateComplete.then(() => this.#composer?.focus());
      return;
    }
    this.loading = true;
    try {
      const known = await turns(agent, session, {until: this.route.parts[2]});
      if (this.session !== session) return;
      Object.assign(this, {turns: [...this.turns, ...known.turns], more: known.more, first: known.first});
      decided(this.turns);
      this.#fill(this.turns);
      if (this.running) follow(this.running, this.bump);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 403)) this.problem = error.message;
    } finally {
      this.loading = false;
    }
    await this.updateComplete;
    this.querySelector('.pointed')?.scrollIntoView({block: 'start'});
  }

  /** @param {import('./model.js').Turn[]} of */
  async #fill(of) {
    for (const turn of of) {
      if (await within(turn).catch(() => false)) this.bump();
    }
  }

  async #earlier() {
    const known = await turns(this.agent, this.session, {before: this.first});
    this.turns = [...known.turns, ...this.turns];
    Object.assign(this, {more: known.more, first: known.first});
    this.#fill(known.turns);
    this.bump();
  }

  get #composer() {
    return /** @type {any} */ (this.querySelector('cadre-composer'));
  }

  /** @param {CustomEvent<{text: string, attachments: import('./uploads.js').Attachment[]}>} event */
  async #send({detail: {text, attachments}}) {
    const agent = this.agent;
    const turn = newTurn({agent: agent.name, session: this.session, said: {text, attachments}});
    await this.#run(turn, () => say(agent, turn, attachments, this.bump));
    if (turn.state === 'unsent') {
      this.turns = this.turns.filter((each) => each !== turn);
      this.problem = turn.problem;
      this.#composer.restore(text);
    }
  }

  async #decide({detail: {turn, id, allowed}}) {
    const call = turn.pending.find((each) => each.id === id);
    turn.answers = [...(turn.answers ?? []), {id: call.id, allowed}];
    turn.pending = turn.pending.filter((each) => each !== call);
    this.bump();
    if (turn.pending.length > 0) return;
    const next = newTurn({agent: turn.agent, session: turn.session, said: {text: '', attachments: [], decisions: turn.answers}});
    await this.#run(next, () => decide(this.agent, next, this.bump));
    turn.state = 'ended';
    decided(this.turns);
    if (next.state === 'unsent') this.problem = next.problem;
  }

  /** @param {import('./model.js').Turn} turn @param {() => Promise<void>} work */
  async #run(turn, work) {
    this.problem = '';
    this.turns = [...this.turns, turn];
    this.stuck = true;
    this.told = `${title(turn.agent)} is answering`;
    this.#keep();
    this.bump();
    const address = to('chat', this.agent.id, this.session);
    if (location.pathname !== address) router.go(address, {replace: !this.route.parts[1]});
    await work();
    this.#keep();
    live.touch(['turns']);
    this.told = turn.state === 'waiting' ? `${title(turn.agent)} waits for your approval`
      : turn.problem ? turn.problem : `${title(turn.agent)} answered: ${answer(turn)}`;
    this.bump();
    if (!this.left && document.activeElement === document.body) this.#composer?.focus();
  }

  async #stop() {
    const running = this.running;
    if (running) await stop(running).catch((error) => (this.problem = error.message));
  }

  updated() {
    const column = this.querySelector('.log > .column');
    if (!column || column === this.column) return;
    // Turns and texts are drawn after this, and grow by themselves.
    this.column = column;
    this.grown.disconnect();
    this.grown.observe(column);
  }

  #grew() {
    const log = this.querySelector('.log');
    if (log && this.stuck) log.scrollTop = log.scrollHeight;
  }

  #scrolled(event) {
    const log = event.currentTarget;
    this.stuck = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  }

  /** What somebody opens stays where it is. */
  #touched() {
    if (!this.running) this.stuck = false;
  }

  render() {
    return this.agents.render((all) => (all.length === 0 ? this.#none() : this.#shown(all)));
  }

  #none() {
    return html`<div class="page"><div class="empty">${icon('agents')}<strong>No agents yet</strong>
      <p>Deploy one and talk with it here: <code>./cadre deploy examples/declared-assistant</code></p></div></div>`;
  }

  /** @param {import('../core/agents.js').Agent[]} all */
  #shown(all) {
    const agent = this.agent;
    if (!agent) return this.route.parts[0] ? html`<div class="page"><div class="notice warn">There is no agent ${this.route.parts[0]} any more.</div><p><a href=${to('chat')}>Talk with another</a></p></div>` : nothing;
    const memory = this.facts?.memory?.use ?? (typeof this.facts?.memory === 'string' ? '' : undefined);
    const shows = this.panel === 'memory' && memory ? 'memory' : this.panel === 'conversations' ? 'conversations' : '';
    return html`
      <div class="chat" data-panel=${shows}>
        <aside class="side"><cadre-conversations .agent=${agent.id} .session=${this.route.parts[1] ?? ''}></cadre-conversations></aside>
        <section class="talk" aria-label="Conversation with ${title(agent.name)}">
          ${head(all, agent, {memory: !!memory, shows, toggle: (panel) => this.#toggle(panel)})}
          <div class="log" role="log" aria-live="off" aria-label="Messages" tabindex="0" @scroll=${this.#scrolled} @click=${this.#touched} @decide=${this.#decide} @retry=${(event) => this.#composer.restore(event.detail.said.text)}>
            <div class="column">
              ${this.loading ? html`<div class="stack" aria-busy="true"><span class="unseen">Loading</span><span class="skeleton"></span><span class="skeleton"></span></div>` : nothing}
              ${this.more ? html`<button class="button small" @click=${this.#earlier}>Earlier turns</button>` : nothing}
              ${this.turns.length === 0 && !this.loading ? hello(agent, this.facts) : nothing}
              ${this.#unseen ? this.#note() : nothing}
              ${repeat(this.turns, (turn) => turn, (turn, at) => html`
                <cadre-turn .turn=${turn} .agent=${agent} .beat=${this.beat} .last=${at === this.turns.length - 1} .pointed=${turn.id !== '' && turn.id === this.route.parts[2]}></cadre-turn>`)}
            </div>
          </div>
          <div class="column foot">
            ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<span class="grow">${this.problem}</span></div>` : nothing}
            <cadre-composer .place=${`${agent.id} ${this.route.parts[1] ?? 'new'}`} .busy=${this.running !== undefined} .name=${title(agent.name)} @send=${this.#send} @stop=${this.#stop}></cadre-composer>
          </div>
          <div class="unseen" aria-live="polite">${this.told}</div>
        </section>
        ${shows === 'memory' ? html`<aside class="panel"><cadre-remembered .memory=${memory} .person=${settings.person}></cadre-remembered></aside>` : nothing}
      </div>`;
  }

  async #toggle(panel) {
    if (panel === 'memory') await import('./remembered.js').catch((error) => (this.problem = error.message));
    this.panel = this.panel === panel ? '' : panel;
  }

  #note() {
    return html`<p class="kept-note tiny quiet">${icon('pin')}<span>An agent with code of its own keeps no journal here: what is said stays in this ${settings.token ? 'tab' : 'browser'}.</span>
      ${this.turns.length > 0 && !this.running ? html`<button class="button small bare" @click=${this.#forget}>Forget it</button>` : nothing}</p>`;
  }
}

customElements.define('cadre-chat', CadreChat);
