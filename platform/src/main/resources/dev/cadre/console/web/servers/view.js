import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {title, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {to} from '../core/router.js';
import './gateways.js';

const EVERY = 15_000;

/** The MCP servers that are known here, how each is, and what the machine can do. */
class CadreServers extends CadreElement {
  constructor() {
    super();
    this.servers = new Load(this, async (signal) => (await get('/cadre/v1/servers', {signal})).servers);
    this.doctor = new Load(this, async (signal) => (await get('/cadre/v1/doctor', {signal})).checks);
  }

  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => document.visibilityState === 'visible' && this.servers.reload(), EVERY);
    this.until(() => clearInterval(timer));
  }

  render() {
    return html`<div class="page">
      <div class="page-head"><div><h1>Servers</h1><p>MCP servers and gateways that agents use; the servers are asked how they are every ${EVERY / 1000} s.</p></div>
        <button class="button" @click=${() => this.servers.reload()}>${icon('retry')}Ask now</button></div>
      ${this.servers.render((all) => (all.length === 0 ? html`
        <div class="empty">${icon('servers')}<strong>No MCP servers</strong><p>Name some under <code>servers:</code> or <code>registry:</code> in the configuration.</p></div>`
        : html`<ul class="tiles" role="list">${all.map((each) => this.#server(each))}</ul>`))}
      <cadre-gateways></cadre-gateways>
      <section class="stack" aria-labelledby="doctor"><h2 id="doctor">This machine</h2>
        ${this.doctor.render((checks) => html`
          <ul class="card checks" role="list">${checks.map((each) => html`
            <li><span class="pill ${each.status === 'ok' || each.status === 'good' ? 'good' : each.status === 'fail' ? 'bad' : 'warn'}"><span class="dot"></span>${each.status}</span>
              <div><strong>${each.name}</strong><p class="small quiet">${each.detail}${each.remedy ? html` <em>${each.remedy}</em>` : nothing}</p></div></li>`)}</ul>`)}
      </section>
    </div>`;
  }

  #server(each) {
    return html`
      <li class="card pad stack">
        <div class="row apart"><strong class="cut">${title(each.name)}</strong>
          <span class="pill ${each.healthy ? 'good' : 'bad'}"><span class="dot" aria-hidden="true"></span>${each.healthy ? 'healthy' : 'in trouble'}</span></div>
        ${each.trouble ? html`<p class="small bad-text">${each.trouble}</p>` : nothing}
        <p class="small quiet">${each.servedHere ? 'served here' : 'elsewhere'} · asked ${when(each.checkedAt)}</p>
        <p class="mono tiny quiet cut" title=${each.url}>${each.url}</p>
        ${each.tools ? html`<p class="row tight">${each.tools.map((tool) => html`<a class="pill" href=${to('tools', `server:${each.name}`, tool)}>${tool}</a>`)}</p>` : nothing}
      </li>`;
  }
}

customElements.define('cadre-servers', CadreServers);
