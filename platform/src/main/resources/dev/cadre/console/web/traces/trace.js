import {html, nothing} from 'lit';
import {get, path, query} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {agentBadge, code, cost, duration, full, number, short} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {to} from '../core/router.js';
import {flow, kindOf, totals, tree} from './model.js';
import {picture} from './map.js';
import './waterfall.js';

/** One trace: what it came to, who called whom, and when what happened. */
class CadreTrace extends CadreElement {
  static properties = {trace: {}, chosen: {state: true}};

  constructor() {
    super();
    this.trace = '';
    /** @type {import('./model.js').Span | undefined} */
    this.chosen = undefined;
    this.data = new Load(this, (signal) => this.#ask(signal));
  }

  willUpdate(changed) {
    if (changed.has('trace') && changed.get('trace')) {
      this.chosen = undefined;
      this.data.reload({fresh: true});
    }
  }

  async #ask(signal) {
    const [trace, {turns}] = await Promise.all([
      get(path`/cadre/v1/traces/${this.trace}`, {signal}),
      get('/cadre/v1/turns' + query({trace: this.trace}), {signal}),
    ]);
    const roots = tree(trace.spans);
    const told = await Promise.all(turns.slice(0, 40).map((turn) => get(path`/cadre/v1/turns/${turn.id}/events`, {signal})));
    const known = words(told, roots);
    const first = trace.spans.find((span) => known.has(span.id)) ?? trace.spans[0];
    return {trace, roots, flow: flow(roots), totals: totals(trace.spans), turns, words: known, first, asked: asked(turns)};
  }

  render() {
    return html`
      <div class="page-head"><div class="stack"><p class="crumbs"><a href=${to('traces')}>Traces</a> / <span class="mono cut">${this.trace.slice(0, 16)}…</span></p><h1 class="asked">${this.data.value?.asked || 'Trace'}</h1></div>
        <button class="button" @click=${() => this.data.reload()}>${icon('retry')}Load anew</button></div>
      ${this.data.render((data) => this.#shown(data))}`;
  }

  #shown(data) {
    const {totals: sums, trace} = data;
    const chosen = this.chosen ?? data.first;
    return html`
      ${trace.truncated ? html`<div class="notice warn">${icon('alert')}This trace has more spans than are shown.</div>` : nothing}
      <section class="card pad" aria-label="In short"><dl class="figures">
        <div><dt>Took</dt><dd>${duration(sums.micros)}</dd></div>
        <div><dt>Spans</dt><dd>${number(trace.spans.length)}</dd></div>
        <div><dt>Model calls</dt><dd>${number(sums.models)}</dd></div>
        <div><dt>Tool calls</dt><dd>${number(sums.tools)}</dd></div>
        <div><dt>Tokens</dt><dd title="${number(sums.input)} read, ${number(sums.output)} written">${short(sums.input + sums.output)}</dd></div>
        <div><dt>Cost</dt><dd>${cost(sums.cost)}</dd></div>
        <div><dt>Began</dt><dd class="began">${full(trace.startedAt)}</dd></div></dl>
        ${data.turns.length === 0 ? nothing : html`<ul class="turns row" role="list" aria-label="Conversations">${data.turns.slice(0, 12).map((turn) => html`
          <li><a class="button small" href=${to('chat', turn.agent, turn.session, turn.id)}>${agentBadge(nameOf(data, turn))}</a></li>`)}</ul>`}
      </section>
      <section class="stack" aria-labelledby="map-head"><h2 id="map-head">Who called whom</h2>${picture(data.flow, data.flow.nodeOf(chosen), (node) => (this.chosen = node.span))}</section>
      <section class="stack" aria-labelledby="waterfall-head"><h2 id="waterfall-head">When what happened</h2>
        <div class="trace-split">
          <cadre-waterfall .roots=${data.roots} .micros=${sums.micros} .chosen=${chosen?.id ?? ''} @choose=${(event) => (this.chosen = event.detail)}></cadre-waterfall>
          <section class="card pad stack span" aria-live="polite" aria-label="Span">${chosen ? this.#span(chosen, data.words) : nothing}</section>
        </div></section>`;
  }

  /** @param {import('./model.js').Span} span @param {Map<string, {in?: unknown, out?: unknown}>} told */
  #span(span, told) {
    const known = told.get(span.id);
    const tokens = span.attributes['gen_ai.usage.input_tokens'];
    return html`
      <h3 class="cut" title=${span.name}>${span.name}</h3>
      ${span.status === 'ERROR' ? html`<div class="notice bad">${icon('alert')}${span.message || 'It failed.'}</div>` : nothing}
      <dl class="facts">
        <dt>Took</dt><dd>${duration(span.durationMicros)}, from ${duration(span.offsetMicros)}</dd>
        ${span.attributes['gen_ai.agent.name'] ? html`<dt>Agent</dt><dd>${agentBadge(span.attributes['gen_ai.agent.name'])}</dd>` : nothing}
        ${tokens === undefined ? nothing : html`<dt>Tokens</dt><dd>${number(tokens)} read, ${number(span.attributes['gen_ai.usage.output_tokens'] ?? 0)} written</dd>`}
        ${span.attributes['cadre.cost.usd'] === undefined ? nothing : html`<dt>Cost</dt><dd>${cost(span.attributes['cadre.cost.usd'])}</dd>`}
      </dl>
      ${known?.in === undefined ? nothing : html`<h4 class="small">In</h4>${code(known.in)}`}
      ${known?.out === undefined ? nothing : html`<h4 class="small">Out</h4>${code(known.out)}`}
      <details class="fold"><summary>Attributes</summary>${code(span.attributes)}</details>
      ${span.events.length > 0 ? html`<details class="fold" open><summary>Events</summary>${code(span.events)}</details>` : nothing}`;
  }
}

/** Words are shown as words. @param {any} input of a turn */
function said(input) {
  return input?.text && !input.attachments?.length && !input.decisions?.length ? input.text : input;
}

/** What the outermost turn was about. @param {any[]} turns */
function asked(turns) {
  const first = turns.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))[0];
  return first?.input?.text?.replace(/^Attached [a-z ]+: \S+$/gm, '').trim() ?? '';
}

function nameOf({trace}, turn) {
  const span = trace.spans.find((each) => each.id === turn.spanId) ?? trace.spans.find((each) => each.agent === turn.agent && each.attributes['gen_ai.agent.name']);
  return span?.attributes['gen_ai.agent.name'] ?? turn.agent;
}

/**
 * What went into spans and came out of them, which the journal tells: of tools by their call, of models by their order.
 *
 * @param {{turn: any, events: any[]}[]} told
 * @param {import('./model.js').Row[]} roots
 * @returns {Map<string, {in?: unknown, out?: unknown}>}
 */
function words(told, roots) {
  const known = new Map();
  /** @param {import('./model.js').Row[]} rows @param {(row: import('./model.js').Row) => void} each */
  const all = (rows, each) => rows.forEach((row) => {
    each(row);
    all(row.children, each);
  });
  for (const {turn, events} of told) {
    const calls = new Map();
    /** @type {string[]} */
    const replies = [];
    for (const event of events) {
      if (event.type === 'tool_started') calls.set(event.id, {in: event.arguments});
      if (event.type === 'tool_ended') calls.set(event.id, {...calls.get(event.id), out: event.content.map((block) => block.json ?? block.text ?? block)});
      if (event.type === 'text') replies[event.step] = (replies[event.step] ?? '') + event.delta;
      if (event.type === 'tool_call_started') replies[event.step] = `${replies[event.step] ?? ''}[calls ${event.tool}] `;
    }
    let step = 0;
    all(roots, ({span, above}) => {
      if (span.id === turn.spanId) known.set(span.id, {in: said(turn.input), out: events.find((event) => event.type === 'ended')?.answer});
      const call = calls.get(span.attributes['gen_ai.tool.call.id']);
      if (call) known.set(span.id, call);
      if (kindOf(span) === 'model' && owner(above) === turn.spanId) {
        step++;
        if (replies[step]) known.set(span.id, {out: replies[step]});
      }
    });
  }
  return known;
}

/** @param {import('./model.js').Row | undefined} row */
function owner(row) {
  let at = row;
  while (at && at.kind !== 'agent') at = at.above;
  return at?.span.id;
}

customElements.define('cadre-trace', CadreTrace);
