import {html, nothing, svg} from 'lit';
import {get, query} from '../core/api.js';
import {agents} from '../core/agents.js';
import {CadreElement} from '../core/element.js';
import {agentBadge, cost, number, pill, short} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';

const BY = [['agent', 'Agent'], ['model', 'Model'], ['provider', 'Provider'], ['tenant', 'Caller'], ['session', 'Session']];

/** Which models there are, and what they were used for and cost. */
class CadreUsage extends CadreElement {
  static properties = {by: {state: true}, days: {state: true}};

  constructor() {
    super();
    this.by = 'agent';
    this.days = 30;
    this.models = new Load(this, (signal) => get('/cadre/v1/models', {signal}));
    this.daily = new Load(this, (signal) => get('/cadre/v1/usage' + query({by: 'day', since: this.#since(), limit: 400}), {signal}), ['turns']);
    this.sums = new Load(this, (signal) => get('/cadre/v1/usage' + query({by: this.by, since: this.#since(), limit: 100}), {signal}), ['turns']);
    this.names = new Load(this, async (signal) => new Map((await agents(signal)).map((agent) => [agent.id, agent.name])), ['agents']);
  }

  #since() {
    return new Date(Date.now() - (this.days - 1) * 86_400_000).toISOString().slice(0, 10);
  }

  render() {
    return html`<div class="page">
      <div class="page-head"><div><h1>Models and usage</h1><p>What can be asked, what was used, what it cost.</p></div>
        <div class="row"><label class="small" for="days">Over</label>
          <select id="days" class="fit" @change=${(event) => this.#span(Number(event.target.value))}>
            ${[7, 30, 90].map((days) => html`<option value=${days} ?selected=${days === this.days}>${days} days</option>`)}</select></div></div>
      ${this.daily.render(({usage}) => this.#chart(usage))}
      <section class="stack" aria-labelledby="sums"><div class="row apart"><h2 id="sums">Usage</h2>
        <div class="row"><label class="small" for="by">By</label><select id="by" class="fit" @change=${(event) => { this.by = event.target.value; this.sums.reload({fresh: true}); }}>
          ${BY.map(([by, name]) => html`<option value=${by} ?selected=${by === this.by}>${name}</option>`)}</select></div></div>
        ${this.sums.render(({usage}) => this.#table(usage))}</section>
      <section class="stack" aria-labelledby="models"><h2 id="models">Models</h2>${this.models.render((models) => this.#models(models))}</section>
    </div>`;
  }

  #span(days) {
    this.days = days;
    this.daily.reload();
    this.sums.reload();
  }

  #chart(usage) {
    const byDay = new Map(usage.map((each) => [each.key, each]));
    const days = Array.from({length: this.days}, (_, i) => new Date(Date.now() - (this.days - 1 - i) * 86_400_000).toISOString().slice(0, 10));
    const tokens = (day) => (byDay.get(day)?.inputTokens ?? 0) + (byDay.get(day)?.outputTokens ?? 0);
    const most = Math.max(1, ...days.map(tokens));
    const total = usage.reduce((sum, each) => ({calls: sum.calls + each.calls, tokens: sum.tokens + each.inputTokens + each.outputTokens, cost: sum.cost + Number(each.cost)}), {calls: 0, tokens: 0, cost: 0});
    const wide = 100 / days.length;
    return html`
      <section class="card pad stack" aria-label="Usage per day">
        <dl class="figures">
          <div><dt>Calls</dt><dd>${short(total.calls)}</dd></div><div><dt>Tokens</dt><dd>${short(total.tokens)}</dd></div><div><dt>Cost</dt><dd>${cost(total.cost)}</dd></div></dl>
        <svg class="bars" viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label="Tokens per day, at most ${number(most)}">
          ${days.map((day, i) => svgBar(i * wide + wide * 0.12, wide * 0.76, 30 * tokens(day) / most, `${day}: ${number(tokens(day))} tokens`))}</svg>
        <p class="row apart tiny quiet"><span>${days[0]}</span><span>tokens per day</span><span>today</span></p>
      </section>`;
  }

  #table(usage) {
    if (usage.length === 0) return html`<div class="empty">${icon('usage')}<strong>Nothing was used</strong></div>`;
    return html`
      <div class="table-wrap"><table class="cards"><caption class="unseen">Usage</caption>
        <thead><tr><th>${BY.find(([by]) => by === this.by)[1]}</th><th class="number">Calls</th><th class="number">Tokens read</th><th class="number">Tokens written</th><th class="number">Cost</th></tr></thead>
        <tbody>${usage.map((each) => html`<tr><td class="head cut">${this.#key(each.key)}</td><td data-name="Calls" class="number">${number(each.calls)}</td>
          <td data-name="Tokens read" class="number">${number(each.inputTokens)}</td><td data-name="Tokens written" class="number">${number(each.outputTokens)}</td>
          <td data-name="Cost" class="number">${cost(Number(each.cost))}</td></tr>`)}</tbody></table></div>`;
  }

  #key(key) {
    const name = this.by === 'agent' ? this.names.value?.get(key) : undefined;
    return name ? agentBadge(name) : key || '–';
  }

  #models({aliases, providers}) {
    return html`
      ${providers.some((each) => each.type !== 'offline') ? nothing : html`<div class="notice">${icon('alert')}<span>Nobody set up a provider, so the offline model answers: a planner, not a language model. One line under <code>models:</code> sets a real one.</span></div>`}
      <div class="columns">
        <div class="table-wrap"><table><caption class="unseen">Names of models</caption><thead><tr><th>Name</th><th>Stands for</th></tr></thead>
          <tbody>${aliases.map((each) => html`<tr><td class="mono">${each.name}</td><td>${each.targets.map((target) => html`<div class="small">${target.provider}: <span class="mono">${target.model}</span></div>`)}</td></tr>`)}</tbody></table></div>
        <div class="table-wrap"><table><caption class="unseen">Providers</caption><thead><tr><th>Provider</th><th>Breaker</th><th class="number">Under way</th></tr></thead>
          <tbody>${providers.map((each) => html`<tr><td>${each.name} <span class="tiny quiet">${each.type}</span></td><td>${each.state === 'closed' ? pill('closed') : pill(each.state)}</td><td class="number">${each.callsUnderWay} of ${each.concurrent}</td></tr>`)}</tbody></table></div>
      </div>`;
  }
}

/** A bar that grows from below. @param {number} x @param {number} width @param {number} height @param {string} words */
function svgBar(x, width, height, words) {
  return svg`<rect x=${x} y=${30 - height} width=${width} height=${Math.max(height, 0.15)} rx="0.4"><title>${words}</title></rect>`;
}

customElements.define('cadre-usage', CadreUsage);
