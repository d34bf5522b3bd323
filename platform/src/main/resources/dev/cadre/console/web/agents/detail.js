import {html, nothing} from 'lit';
import {nameOf, runtime} from '../core/agents.js';
import {path, post} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {age, agentBadge, code, full, pill, title} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {to} from '../core/router.js';
import './history.js';
import './logs.js';
import './sessions.js';

const TABS = [['overview', 'Overview'], ['sessions', 'Sessions'], ['logs', 'Logs'], ['configuration', 'Configuration'], ['history', 'Deploy history']];

/** One agent: how it is, what it is made of, what it does now and how it came to be. */
class CadreAgent extends CadreElement {
  static properties = {agent: {attribute: false}, tab: {}, chosen: {state: true}};

  constructor() {
    super();
    /** @type {import('../core/agents.js').Agent} */
    this.agent = /** @type {any} */ (undefined);
    this.tab = 'overview';
    /** The version whose configuration is shown; the newest when there is none. */
    this.chosen = '';
    this.versions = new Load(this, (signal) => this.#versions(signal), ['agents']);
    this.made = new Load(this, (signal) => runtime(this.agent.id, this.chosen, signal), ['agents']);
  }

  async #versions(signal) {
    const {agentRuntimes} = await post(path`/runtimes/${this.agent.id}/versions/?maxResults=100`, undefined, {signal});
    return agentRuntimes.sort((a, b) => Number(b.agentRuntimeVersion) - Number(a.agentRuntimeVersion));
  }

  render() {
    const agent = this.agent;
    return html`
      <div class="page-head">
        <div class="stack">
          <p class="crumbs"><a href=${to('agents')}>Agents</a> / <span class="cut mono">${agent.id}</span></p>
          <h1 class="row">${title(agent.name)} ${pill(agent.status)}</h1>
        </div>
        <a class="button primary" href=${to('chat', agent.id)}>${icon('chat')}Chat</a>
      </div>
      ${agent.failureReason ? html`<div class="notice bad">${icon('alert')}${agent.failureReason}</div>` : nothing}
      ${agent.warnings.map((warning) => html`<div class="notice warn">${icon('alert')}${warning}</div>`)}
      <nav class="tabs" aria-label="About ${agent.name}">${TABS.map(([tab, name]) => html`
        <a href=${to('agents', agent.id, tab === 'overview' ? undefined : tab)} aria-current=${this.tab === tab ? 'page' : 'false'}>${name}</a>`)}</nav>
      ${this.#shown(agent)}`;
  }

  #shown(agent) {
    switch (this.tab) {
      case 'sessions': return html`<cadre-agent-sessions .agent=${agent.id}></cadre-agent-sessions>`;
      case 'logs': return html`<cadre-logs .agent=${agent.id}></cadre-logs>`;
      case 'configuration': return this.#configuration();
      case 'history': return html`<cadre-agent-history .agent=${agent}></cadre-agent-history>`;
      default: return this.made.render((made) => this.#overview(agent, made));
    }
  }

  #overview(agent, made) {
    const declared = made.agentRuntimeArtifact?.declaredConfiguration?.definition;
    return html`
      <div class="columns">
        <section class="card pad stack" aria-labelledby="facts"><h2 id="facts">Facts</h2>
          <dl class="facts">
            <dt>Description</dt><dd>${made.description ?? declared?.description ?? '–'}</dd>
            <dt>Runs as</dt><dd>${declared ? 'a declared agent, inside the platform' : kind(made)}</dd>
            ${declared ? html`<dt>Model</dt><dd class="mono">${modelOf(declared)}</dd>` : nothing}
            <dt>Serves</dt><dd>${agent.protocol}</dd>
            <dt>Network</dt><dd>${made.networkConfiguration?.networkMode ?? '–'}</dd>
            <dt>A session</dt><dd>rests after ${age(made.lifecycleConfiguration?.idleRuntimeSessionTimeout ?? 0)}, and ends after ${age(made.lifecycleConfiguration?.maxLifetime ?? 0)}</dd>
            <dt>Made</dt><dd>${full(agent.createdAt)}</dd>
            <dt>ARN</dt><dd class="mono small">${agent.arn}</dd>
          </dl></section>
        <section class="card pad stack" aria-labelledby="endpoints"><h2 id="endpoints">Endpoints</h2>
          <ul class="stack" role="list">${agent.endpoints.map((each) => html`
            <li class="row apart"><span class="row"><strong>${each.name}</strong>${pill(each.status)}</span>
              <span class="small quiet">serves version ${each.liveVersion ?? '–'}${each.liveVersion === each.targetVersion ? '' : `, becomes ${each.targetVersion}`}</span></li>`)}</ul>
          ${declared ? html`<h2>Tools</h2>${(declared.tools ?? []).length === 0 ? html`<p class="small quiet">None.</p>`
            : html`<p class="row">${declared.tools.map((tool) => tool.agent ? agentBadge(nameOf(tool.agent)) : html`<span class="pill">${nameOf(tool)}${tool.approval ? ' · asks' : ''}</span>`)}</p>`}` : nothing}
        </section>
      </div>
      ${declared?.instructions ? html`<section class="card pad stack" aria-labelledby="instructions"><h2 id="instructions">Instructions</h2><p class="prose small whole">${declared.instructions}</p></section>` : nothing}`;
  }

  #configuration() {
    const versions = this.versions.value ?? [];
    return html`
      <div class="row"><label class="small" for="version">Version</label>
        <select id="version" class="fit" @change=${(event) => { this.chosen = event.target.value; this.made.reload(); }}>
          <option value="">newest</option>${versions.map((each) => html`<option>${each.agentRuntimeVersion}</option>`)}</select></div>
      ${this.made.render((made) => code(made))}`;
  }
}

function kind(made) {
  const artifact = made.agentRuntimeArtifact ?? {};
  if (artifact.codeConfiguration) return `code for ${artifact.codeConfiguration.runtime}`;
  if (artifact.containerConfiguration) return `the container ${artifact.containerConfiguration.containerUri}`;
  if (artifact.remoteConfiguration) return `a server at ${artifact.remoteConfiguration.url}`;
  return 'unknown';
}

function modelOf(declared) {
  return typeof declared.model === 'string' ? declared.model : declared.model?.name ?? declared.model?.id ?? 'default';
}

customElements.define('cadre-agent', CadreAgent);
