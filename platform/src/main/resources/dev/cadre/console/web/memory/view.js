import {html} from 'lit';
import {get} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {pill, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {router, to} from '../core/router.js';
import './detail.js';

/** All memories; with one in the address, that one: /console/memory/MEMORY/ACTOR/SESSION. */
class CadreMemory extends CadreElement {
  static properties = {route: {attribute: false}};

  constructor() {
    super();
    this.route = router.route;
    this.memories = new Load(this, async (signal) => (await get('/cadre/v1/memory', {signal})).memories);
  }

  willUpdate(changed) {
    if (changed.has('route') && changed.get('route') && this.route.parts.length === 0) this.memories.reload();
  }

  render() {
    const [memory, actor, session] = this.route.parts;
    if (memory) return html`<div class="page"><cadre-memory-detail .memory=${memory} .actor=${actor ?? ''} .session=${session ?? ''}></cadre-memory-detail></div>`;
    return html`<div class="page">
      <div class="page-head"><div><h1>Memory</h1><p>What outlasts a session: what was said, and what was made of it.</p></div></div>
      ${this.memories.render((all) => (all.length === 0
        ? html`<div class="empty">${icon('memory')}<strong>No memories</strong><p><code>CreateMemory</code> of the API makes one; an agent's file names it under <code>memory:</code>.</p></div>`
        : html`<ul class="tiles" role="list">${all.map((each) => html`
          <li class="card pad stack"><div class="row apart"><a class="cut" href=${to('memory', each.id)}><strong>${each.name}</strong></a>${pill(each.status)}</div>
            <p class="small quiet">made ${when(each.createdAt)} · events kept ${each.eventExpiryDays} days</p>
            <p class="row tight">${each.strategies.length === 0 ? html`<span class="small quiet">no strategies</span>` : each.strategies.map((strategy) => html`<span class="pill" title=${strategy.namespace}>${strategy.name}</span>`)}</p></li>`)}</ul>`))}
      </div>`;
  }
}

customElements.define('cadre-memory', CadreMemory);
