import {html, nothing} from 'lit';
import {del, get, path, query} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {age, bytes, pill, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {to} from '../core/router.js';
import {confirmed, say} from '../core/say.js';

/** The sessions of an agent; those that live can be stopped. */
class CadreAgentSessions extends CadreElement {
  static properties = {agent: {}, state: {state: true}};

  constructor() {
    super();
    this.agent = '';
    this.state = 'LIVE';
    this.sessions = new Load(this, (signal) => get('/cadre/v1/sessions' + query({agent: this.agent, state: this.state}), {signal}), ['sessions']);
  }

  render() {
    return html`
      <section class="stack" aria-label="Sessions">
        <div class="row apart">
          <label class="check"><input type="checkbox" .checked=${this.state === 'LIVE'} @change=${this.#toggle}>Live ones only</label>
          <button class="button danger small" @click=${this.#stopAll}>${icon('stop')}Stop all</button>
        </div>
        ${this.sessions.render(({sessions}) => (sessions.length === 0
          ? html`<div class="empty">${icon('history')}<strong>No sessions</strong><p>One begins when somebody talks with the agent.</p></div>` : this.#table(sessions)))}
      </section>`;
  }

  #table(sessions) {
    return html`
      <div class="table-wrap"><table class="cards"><caption class="unseen">Sessions, newest first</caption>
        <thead><tr><th>Session</th><th>State</th><th>Person</th><th class="number">Version</th><th class="number">Age</th><th class="number">Requests</th><th class="number">Memory</th><th>Last used</th><th><span class="unseen">Do</span></th></tr></thead>
        <tbody>${sessions.map((each) => html`
          <tr><td class="head"><a class="mono cut" href=${to('chat', each.agentRuntimeId, each.sessionId)}>${each.sessionId.slice(0, 18)}…</a></td>
            <td data-name="State">${pill(each.state)}${each.endReason ? html` <span class="tiny quiet" title=${each.endDetail ?? ''}>${each.endReason.toLowerCase()}</span>` : nothing}</td>
            <td data-name="Person">${each.user ?? each.principal}</td><td data-name="Version" class="number">${each.version}</td>
            <td data-name="Age" class="number">${age(each.ageSeconds)}</td><td data-name="Requests" class="number">${each.requests}</td>
            <td data-name="Memory" class="number">${each.memoryBytes ? bytes(each.memoryBytes) : '–'}</td><td data-name="Last used">${when(each.lastUsedAt)}</td>
            <td>${each.endedAt ? nothing : html`<button class="button small danger" @click=${() => this.#stop(each)}>Stop<span class="unseen"> session ${each.sessionId}</span></button>`}</td></tr>`)}
        </tbody></table></div>`;
  }

  #toggle(event) {
    this.state = event.target.checked ? 'LIVE' : '';
    this.sessions.reload();
  }

  async #stop(session) {
    await this.#done(del(path`/cadre/v1/sessions/${session.agentRuntimeId}/${session.sessionId}`));
  }

  async #stopAll() {
    if (await confirmed('Stop every live session of this agent? What they are doing ends.', 'Stop all')) {
      await this.#done(del('/cadre/v1/sessions' + query({agent: this.agent})));
    }
  }

  async #done(request) {
    try {
      const {stopped} = await request;
      say(stopped === 1 ? 'The session is stopped.' : `${stopped} sessions are stopped.`);
    } catch (error) {
      say(error.message);
    }
    this.sessions.reload();
  }
}

customElements.define('cadre-agent-sessions', CadreAgentSessions);
