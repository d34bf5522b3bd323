import {html, nothing} from 'lit';
import {agents} from '../core/agents.js';
import {CadreElement} from '../core/element.js';
import {agentBadge, pill, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {router, to} from '../core/router.js';
import './detail.js';

/** All agents; with an agent in the address, that one. */
class CadreAgents extends CadreElement {
  static properties = {route: {attribute: false}, filter: {state: true}};

  constructor() {
    super();
    this.route = router.route;
    this.filter = '';
    this.agents = new Load(this, (signal) => agents(signal), ['agents']);
  }

  render() {
    const [wanted, tab] = this.route.parts;
    if (!wanted) {
      return html`<div class="page"><div class="page-head"><div><h1>Agents</h1><p>What is deployed here, and how it is.</p></div></div>
        ${this.agents.render((all) => this.#list(all))}</div>`;
    }
    return html`<div class="page">${this.agents.render((all) => {
      const agent = all.find((each) => each.id === wanted || each.name === wanted);
      return agent ? html`<cadre-agent .agent=${agent} .tab=${tab ?? 'overview'}></cadre-agent>`
        : html`<div class="notice warn">There is no agent ${wanted} any more.</div>`;
    })}</div>`;
  }

  /** @param {import('../core/agents.js').Agent[]} all */
  #list(all) {
    if (all.length === 0) {
      return html`<div class="empty">${icon('agents')}<strong>No agents yet</strong><p><code>./cadre deploy examples/declared-assistant</code> makes one.</p></div>`;
    }
    const shown = all.filter((agent) => agent.name.includes(this.filter.toLowerCase()));
    return html`
      ${all.length > 8 ? html`<input type="search" aria-label="Find an agent" placeholder="Find an agent" @input=${(event) => (this.filter = event.target.value)}>` : nothing}
      <div class="table-wrap"><table class="cards"><caption class="unseen">Agents</caption>
        <thead><tr><th>Agent</th><th>Status</th><th class="number">Version</th><th>Serves</th><th>Endpoints</th><th>Changed</th><th><span class="unseen">Do</span></th></tr></thead>
        <tbody>${shown.map((agent) => html`
          <tr><td class="head"><a href=${to('agents', agent.id)}>${agentBadge(agent.name)}</a></td>
            <td data-name="Status">${pill(agent.status)}</td>
            <td data-name="Version" class="number">${agent.version}</td>
            <td data-name="Serves">${agent.protocol}</td>
            <td data-name="Endpoints">${agent.endpoints.map((each) => html`<span class="pill">${each.name} → ${each.liveVersion ?? '–'}</span> `)}</td>
            <td data-name="Changed">${when(agent.lastUpdatedAt)}</td>
            <td><a class="button small" href=${to('chat', agent.id)}>${icon('chat')}Chat<span class="unseen"> with ${agent.name}</span></a></td></tr>`)}
        </tbody></table></div>`;
  }
}

customElements.define('cadre-agents', CadreAgents);
