import {html, nothing} from 'lit';
import {get, path, send} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {pill, title, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {to} from '../core/router.js';
import {say} from '../core/say.js';

const PAGE = 100;

/** Gateways, and how each of their targets is. */
class CadreGateways extends CadreElement {
  static properties = {asking: {state: true}};

  constructor() {
    super();
    /** The gateway whose targets are being asked. */
    this.asking = '';
    this.all = new Load(this, (signal) => this.#ask(signal));
  }

  async #ask(signal) {
    const {items} = await get(`/gateways/?maxResults=${PAGE}`, {signal});
    return Promise.all((items ?? []).map(async (gateway) => {
      const {items: targets} = await get(path`/gateways/${gateway.gatewayId}/targets/` + `?maxResults=${PAGE}`, {signal});
      const whole = (targets ?? []).map((each) => (each.status === 'READY' ? each
        : get(path`/gateways/${gateway.gatewayId}/targets/${each.targetId}/`, {signal})));
      return {gateway, targets: await Promise.all(whole)};
    }));
  }

  render() {
    return this.all.render((all) => (all.length === 0 ? nothing : html`
      <section class="stack" aria-labelledby="gateways"><h2 id="gateways">Gateways</h2>
        ${all.map(({gateway, targets}) => html`
          <section class="card pad stack" aria-label=${gateway.name}>
            <div class="row apart"><span class="row"><strong>${gateway.name}</strong>${pill(gateway.status)}<span class="small quiet">${gateway.description ?? ''}</span></span>
              <button class="button small" ?disabled=${this.asking !== ''} @click=${() => this.#synchronize(gateway, targets)}>
                ${this.asking === gateway.gatewayId ? html`<span class="wait" aria-hidden="true"></span>` : icon('retry')}Ask its targets</button></div>
            ${targets.length === 0 ? html`<p class="small quiet">It has no targets.</p>` : html`
              <ul class="list" role="list">${targets.map((each) => html`
                <li><span class="row grow"><a href=${to('tools', `gateway:${gateway.gatewayId}`)}>${title(each.name)}</a>${pill(each.status)}
                  ${each.statusReasons?.length ? html`<span class="small bad-text">${each.statusReasons.join('; ')}</span>` : nothing}</span>
                  <span class="tiny quiet">asked ${when(each.lastSynchronizedAt)}</span></li>`)}</ul>`}
          </section>`)}
      </section>`));
  }

  async #synchronize({gatewayId}, targets) {
    this.asking = gatewayId;
    try {
      await send(path`/gateways/${gatewayId}/synchronizeTargets`, {method: 'PUT', body: {targetIdList: targets.map((each) => each.targetId)}});
    } catch (error) {
      say(error.message);
    }
    this.asking = '';
    this.all.reload();
  }
}

customElements.define('cadre-gateways', CadreGateways);
