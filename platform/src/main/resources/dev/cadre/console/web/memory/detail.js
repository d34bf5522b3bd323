import {html, nothing} from 'lit';
import {del, get, path, post} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {number, when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {to} from '../core/router.js';
import {confirmed, say} from '../core/say.js';

const PAGE = 100;

/** One memory: its actors, their sessions and events, and the records made of these. */
class CadreMemoryDetail extends CadreElement {
  static properties = {memory: {}, actor: {}, session: {}, found: {state: true}, asked: {state: true}};

  constructor() {
    super();
    this.memory = '';
    this.actor = '';
    this.session = '';
    /** @type {any[] | undefined} what a search found */
    this.found = undefined;
    this.asked = '';
    this.facts = new Load(this, (signal) => get(path`/cadre/v1/memory/${this.memory}`, {signal}), ['turns']);
    this.actors = new Load(this, async (signal) => (await post(path`/memories/${this.memory}/actors`, {maxResults: PAGE}, {signal})).actorSummaries, ['turns']);
    this.sessions = new Load(this, (signal) => this.#sessions(signal), ['turns']);
    this.events = new Load(this, (signal) => this.#events(signal), ['turns']);
    this.records = new Load(this, (signal) => this.#records(signal), ['turns']);
  }

  async #sessions(signal) {
    return this.actor ? (await post(path`/memories/${this.memory}/actor/${this.actor}/sessions`, {maxResults: PAGE}, {signal})).sessionSummaries : [];
  }

  async #events(signal) {
    if (!this.session) return [];
    return (await post(path`/memories/${this.memory}/actor/${this.actor}/sessions/${this.session}`, {includePayloads: true, maxResults: PAGE}, {signal})).events;
  }

  async #records(signal) {
    if (this.actor) return (await get(path`/cadre/v1/memory/${this.memory}/people/${this.actor}`, {signal})).records;
    const {memoryRecordSummaries} = await post(path`/memories/${this.memory}/memoryRecords`, {namespace: '/', maxResults: PAGE}, {signal});
    return memoryRecordSummaries.map(plain);
  }

  willUpdate(changed) {
    if (!this.hasUpdated) return;
    if (changed.has('memory') || changed.has('actor')) {
      this.found = undefined;
      this.sessions.reload({fresh: true});
      this.records.reload({fresh: true});
    }
    if (changed.has('session') || changed.has('actor')) this.events.reload({fresh: true});
  }

  render() {
    const facts = this.facts.value;
    return html`
      <div class="page-head"><div class="stack">
          <p class="crumbs"><a href=${to('memory')}>Memory</a> / ${this.actor ? html`<a class="cut" href=${to('memory', this.memory)}>${facts?.name ?? this.memory}</a> / <span class="cut">${this.actor}</span>` : html`<span class="mono cut">${this.memory}</span>`}</p>
          <h1>${this.actor || (facts?.name ?? 'Memory')}</h1></div>
        ${this.actor ? html`<button class="button danger" @click=${() => this.#forget()}>${icon('trash')}Forget ${this.actor}</button>` : nothing}</div>
      ${this.actor ? nothing : this.facts.render((value) => this.#facts(value))}
      <form class="row one-line" role="search" @submit=${this.#search}><input class="grow" type="search" aria-label="Search by meaning" placeholder="Search by meaning" maxlength="1000"><button class="button">${icon('search')}Search</button></form>
      ${this.found ? html`<section class="stack" aria-label="Found"><h2>Near to “${this.asked}”</h2>${this.#list(this.found)}</section>` : nothing}
      <div class="columns">
        ${this.actor ? this.#sessionsShown() : html`<section class="stack" aria-labelledby="actors"><h2 id="actors">Actors</h2>${this.actors.render((all) => (all.length === 0 ? html`<p class="small quiet">Nobody yet.</p>`
          : html`<ul class="card list" role="list">${all.map((each) => html`<li><a class="cut" href=${to('memory', this.memory, each.actorId)}>${each.actorId}</a></li>`)}</ul>`))}</section>`}
        <section class="stack" aria-labelledby="records"><h2 id="records">Records</h2>${this.records.render((all) => this.#list(all))}</section>
      </div>`;
  }

  #facts(value) {
    return html`<section class="card pad" aria-label="In short"><dl class="figures">
      <div><dt>Actors</dt><dd>${number(value.actors ?? 0)}</dd></div><div><dt>Sessions</dt><dd>${number(value.sessions ?? 0)}</dd></div>
      <div><dt>Events</dt><dd>${number(value.events ?? 0)}</dd></div><div><dt>Records</dt><dd>${number(value.records ?? 0)}</dd></div>
      <div><dt>To be read</dt><dd>${number(value.extraction?.waiting ?? 0)}</dd></div></dl></section>`;
  }

  #sessionsShown() {
    return html`
      <section class="stack" aria-labelledby="sessions"><h2 id="sessions">Sessions</h2>
        ${this.sessions.render((all) => (all.length === 0 ? html`<p class="small quiet">None.</p>` : html`<ul class="card list" role="list">${all.map((each) => html`
          <li><a class="mono cut" href=${to('memory', this.memory, this.actor, each.sessionId)} aria-current=${each.sessionId === this.session ? 'page' : 'false'}>${each.sessionId}</a><span class="tiny quiet">${when(iso(each.createdAt))}</span></li>`)}</ul>`))}
        ${this.session ? html`<h2>What was said</h2>${this.events.render((all) => html`<ul class="card list" role="list">${all.map((event) => this.#event(event))}</ul>`)}` : nothing}
      </section>`;
  }

  #event(event) {
    return html`<li class="event"><div class="grow">${(event.payload ?? []).map((part) => (part.conversational
      ? html`<p class="small"><strong class="tiny quiet">${part.conversational.role.toLowerCase()}</strong> ${part.conversational.content?.text ?? ''}</p>`
      : html`<p class="small mono">${JSON.stringify(part.blob ?? part).slice(0, 400)}</p>`))}</div>
      <button class="button bare small icon-only" aria-label="Forget this event" title="Forget this" @click=${() => this.#done(del(path`/memories/${this.memory}/actor/${this.actor}/sessions/${this.session}/events/${event.eventId}`))}>${icon('trash')}</button></li>`;
  }

  #list(records) {
    if (records.length === 0) return html`<p class="small quiet">None. What is said is read a moment later, and what of it matters becomes a record.</p>`;
    return html`<ul class="card list" role="list">${records.map((record) => html`
      <li class="event"><div class="grow"><p class="small">${record.text}</p><p class="tiny quiet">${record.strategy}${record.where ? ` · ${record.where}` : ''} · ${when(iso(record.updatedAt ?? record.createdAt))}${record.score === undefined ? '' : ` · ${(100 * record.score).toFixed(0)} % near`}</p></div>
        <button class="button bare small icon-only" aria-label="Forget this: ${record.text}" title="Forget this" @click=${() => this.#done(del(path`/memories/${this.memory}/memoryRecords/${record.id}`))}>${icon('trash')}</button></li>`)}</ul>`;
  }

  /** @param {SubmitEvent} event */
  async #search(event) {
    event.preventDefault();
    const text = this.querySelector('input[type=search]').value.trim();
    if (!text) {
      this.found = undefined;
      return;
    }
    try {
      const {memoryRecordSummaries} = await post(path`/memories/${this.memory}/retrieve`, {namespace: '/', searchCriteria: {searchQuery: text, topK: 20}});
      this.asked = text;
      this.found = memoryRecordSummaries.map(plain);
    } catch (error) {
      say(error.message);
    }
  }

  async #forget() {
    const at = path`/cadre/v1/memory/${this.memory}/forget`;
    const {found} = await post(at, {actorId: this.actor, dryRun: true});
    const what = Object.entries(found).filter(([, count]) => typeof count === 'number' && count > 0).map(([name, count]) => `${count} ${name}`).join(', ');
    if (await confirmed(`Forget ${this.actor}: ${what || 'nothing is kept'}? This cannot be undone.`, 'Forget')) {
      await this.#done(post(at, {actorId: this.actor}));
    }
  }

  async #done(request) {
    try {
      await request;
      say('It is forgotten.');
      this.found = undefined;
    } catch (error) {
      say(error.message);
    }
    [this.facts, this.actors, this.sessions, this.events, this.records].forEach((each) => each.reload());
  }
}

/** @param {any} summary of the API */
function plain(summary) {
  return {
    id: summary.memoryRecordId, text: summary.content?.text ?? '', strategy: summary.memoryStrategyId, where: summary.namespaces?.[0],
    createdAt: summary.createdAt, score: summary.score,
  };
}

/** The API's times are seconds or texts. @param {number | string | undefined} time */
function iso(time) {
  return typeof time === 'number' ? new Date(time * 1000).toISOString() : time;
}

customElements.define('cadre-memory-detail', CadreMemoryDetail);
