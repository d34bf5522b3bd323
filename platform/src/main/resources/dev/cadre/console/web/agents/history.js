import {html, nothing} from 'lit';
import {runtime} from '../core/agents.js';
import {get, path, post} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {code, full, pill} from '../core/format.js';
import {Load} from '../core/load.js';
import {changes} from './changes.js';

/** What a version is called and when it was made differs always, and tells nothing. */
const OWN = ['agentRuntimeVersion', 'createdAt', 'lastUpdatedAt', 'status'];

/** How an agent came to be what it is: each version, where it serves, what it changed and what deploying it did. */
class CadreAgentHistory extends CadreElement {
  static properties = {agent: {attribute: false}, opened: {state: true}};

  constructor() {
    super();
    /** @type {import('../core/agents.js').Agent} */
    this.agent = /** @type {any} */ (undefined);
    /** What was asked about versions, by version. @type {Map<string, {lines?: string[], changed?: import('./changes.js').Change[], problem?: string}>} */
    this.opened = new Map();
    this.versions = new Load(this, (signal) => this.#versions(signal), ['agents']);
  }

  async #versions(signal) {
    const {agentRuntimes} = await post(path`/runtimes/${this.agent.id}/versions/?maxResults=100`, undefined, {signal});
    return agentRuntimes.sort((a, b) => Number(b.agentRuntimeVersion) - Number(a.agentRuntimeVersion));
  }

  render() {
    return this.versions.render((all) => html`
      <ol class="timeline" role="list">${all.map((each, at) => this.#version(each, all[at + 1]))}</ol>`);
  }

  #version(each, before) {
    const version = each.agentRuntimeVersion;
    const serves = this.agent.endpoints.filter((endpoint) => String(endpoint.liveVersion) === version);
    const known = this.opened.get(version);
    return html`
      <li class="card pad stack">
        <div class="row"><strong>Version ${version}</strong>${pill(each.status)}
          ${serves.map((endpoint) => html`<span class="pill accent">${endpoint.name}</span>`)}
          <span class="small quiet grow">${full(each.lastUpdatedAt)}</span></div>
        ${each.description ? html`<p class="small">${each.description}</p>` : nothing}
        <details class="fold" @toggle=${(event) => event.target.open && this.#open(version, before?.agentRuntimeVersion)}>
          <summary>What ${before ? 'changed, and what ' : ''}deploying it did<span class="unseen"> for version ${version}</span></summary>
          <div class="stack" aria-live="polite">${known ? this.#known(known, before) : html`<span class="skeleton"></span>`}</div>
        </details>
      </li>`;
  }

  #known({lines, changed, problem}, before) {
    if (problem) return html`<p class="small bad-text">${problem}</p>`;
    return html`
      ${!before ? nothing : changed.length === 0 ? html`<p class="small quiet">Nothing of the configuration changed.</p>` : html`
        <ul class="changes card" role="list" aria-label="Changed">${changed.map((each) => html`
          <li><p class="mono tiny quiet">${each.path}</p>
            ${each.before === undefined ? nothing : html`<p class="mono small gone"><span class="unseen">was </span>${each.before}</p>`}
            ${each.after === undefined ? nothing : html`<p class="mono small come"><span class="unseen">is </span>${each.after}</p>`}</li>`)}</ul>`}
      ${lines?.length ? code(lines.join('\n')) : html`<p class="small quiet">There was nothing to build.</p>`}`;
  }

  /** @param {string} version @param {string | undefined} before */
  async #open(version, before) {
    if (this.opened.get(version)?.lines) return;
    const found = {};
    try {
      const [{lines}, now, then] = await Promise.all([
        get(path`/cadre/v1/agents/${this.agent.id}/versions/${version}/build`), runtime(this.agent.id, version),
        before ? runtime(this.agent.id, before) : undefined,
      ]);
      Object.assign(found, {lines, changed: then ? changes(then, now, OWN) : []});
    } catch (error) {
      found.problem = error.message;
    }
    this.opened = new Map(this.opened).set(version, found);
  }
}

customElements.define('cadre-agent-history', CadreAgentHistory);
