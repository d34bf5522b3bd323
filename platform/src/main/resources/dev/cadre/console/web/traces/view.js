import {html, nothing} from 'lit';
import {agents} from '../core/agents.js';
import {get, query} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {agentBadge, duration, pill, title, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {router, to} from '../core/router.js';
import './trace.js';

const PAGE = 50;
const MOST = 500;

/** What was asked of agents, newest first; with a trace in the address, that one. */
class CadreTraces extends CadreElement {
  static properties = {route: {attribute: false}, most: {state: true}};

  constructor() {
    super();
    this.route = router.route;
    this.most = PAGE;
    this.traces = new Load(this, (signal) => this.#ask(signal), ['turns']);
    this.agents = new Load(this, (signal) => agents(signal), ['agents']);
  }

  get agent() {
    return this.route.query.get('agent') ?? '';
  }

  #ask(signal) {
    if (this.route.parts[0]) return Promise.resolve(undefined);
    return get('/cadre/v1/traces' + query({agent: this.agent, session: this.route.query.get('session'), maxResults: this.most}), {signal});
  }

  willUpdate(changed) {
    if (changed.has('route') && changed.get('route') !== undefined) this.traces.reload({fresh: true});
  }

  render() {
    const [trace] = this.route.parts;
    if (trace) return html`<div class="page wide"><cadre-trace .trace=${trace} .turn=${this.route.query.get('turn') ?? ''}></cadre-trace></div>`;
    return html`
      <div class="page">
        <div class="page-head"><div><h1>Traces</h1><p>Every request to an agent, and all that happened for it.</p></div>
          <div class="row"><label class="small" for="trace-agent">Of</label>
            <select id="trace-agent" class="fit" @change=${(event) => router.go(to('traces') + query({agent: event.target.value}))}>
              <option value="">all agents</option>${(this.agents.value ?? []).map((agent) => html`<option value=${agent.id} ?selected=${agent.id === this.agent}>${title(agent.name)}</option>`)}</select></div></div>
        ${this.traces.render((value) => this.#list(value))}
      </div>`;
  }

  #list({traces, nextToken}) {
    const shown = requests(traces);
    if (shown.length === 0) return html`<div class="empty">${icon('traces')}<strong>No traces</strong><p>They come with the first request to an agent.</p></div>`;
    const longest = Math.max(...shown.map((each) => each.durationMicros));
    return html`
      <div class="table-wrap"><table class="cards"><caption class="unseen">Traces, newest first</caption>
        <thead><tr><th>Trace</th><th>Agents</th><th>Status</th><th class="number">Took</th><th><span class="unseen">Compared</span></th><th>When</th></tr></thead>
        <tbody>${shown.map((each) => html`
          <tr><td class="head"><a class="mono" href=${to('traces', each.traceId)}>${each.traceId.slice(0, 12)}</a></td>
            <td data-name="Agents"><span class="row tight">${each.names.map((name) => agentBadge(name))}</span></td>
            <td data-name="Status">${each.status === 'ERROR' ? html`<span class="pill bad" title=${each.message}><span class="dot"></span>${each.message || 'error'}</span>` : pill('ok')}</td>
            <td data-name="Took" class="number">${duration(each.durationMicros)}</td>
            <td class="gauge" aria-hidden="true"><i .style=${`width:${100 * each.durationMicros / longest}%`}></i></td>
            <td data-name="When">${when(each.startedAt)}</td></tr>`)}</tbody></table></div>
      ${nextToken && this.most < MOST ? html`<button class="button" @click=${() => { this.most += PAGE * 2; this.traces.reload(); }}>Show more</button>` : nothing}`;
  }
}

/**
 * One row for a request, with all agents that worked for it: who was asked first, then whom it called. An agent that the
 * platform runs has a span of its own inside the invocation's.
 *
 * @param {any[]} traces invocations, those that ended last first
 */
function requests(traces) {
  const known = new Map();
  for (const each of traces) {
    const made = known.get(each.traceId);
    const outer = !made || each.durationMicros > made.durationMicros ? each : made;
    const names = new Set([outer.agentName || outer.agent, ...(made?.names ?? []), each.agentName || each.agent]);
    const failed = [outer, made, each].find((one) => one?.status === 'ERROR');
    known.set(each.traceId, {...outer, names: [...names], ...(failed && {status: failed.status, message: failed.message})});
  }
  return [...known.values()];
}

customElements.define('cadre-traces', CadreTraces);
