import {html, nothing} from 'lit';
import {del, get, path, post} from '../core/api.js';
import {CadreElement} from '../core/element.js';
import {when} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {confirmed, say} from '../core/say.js';

/** What an agent's memory knows of the person it talks with, each thing with a way to have it forgotten. */
class CadreRemembered extends CadreElement {
  static properties = {memory: {}, person: {}};

  constructor() {
    super();
    this.memory = '';
    this.person = '';
    this.known = new Load(this, (signal) => this.#ask(signal), ['turns']);
  }

  #ask(signal) {
    return get(path`/cadre/v1/memory/${this.memory}/people/${this.person || 'anonymous'}`, {signal});
  }

  willUpdate(changed) {
    if ((changed.has('memory') || changed.has('person')) && this.hasUpdated) this.known.reload({fresh: true});
  }

  render() {
    return html`
      <section class="remembered stack" aria-labelledby="remembered-head">
        <h2 id="remembered-head">Memory</h2>
        <p class="small quiet">What <strong>${this.memory}</strong> knows of ${this.person ? html`<strong>${this.person}</strong>` : 'whoever talks here'}.</p>
        ${this.known.render((known) => this.#shown(known))}
      </section>`;
  }

  #shown(known) {
    if (known.records.length === 0) return html`<p class="small quiet">Nothing yet. It reads conversations a moment after they happen.</p>`;
    return html`
      <ul class="stack" role="list">${known.records.map((record) => html`
        <li class="record card"><p class="small">${record.text}</p>
          <p class="row apart tiny quiet"><span>${record.strategy} · ${when(record.updatedAt)}</span>
            <button class="button bare small icon-only" aria-label="Forget this: ${record.text}" title="Forget this" @click=${() => this.#forget(known, record)}>${icon('trash')}</button></p></li>`)}</ul>
      <button class="button danger" @click=${() => this.#forgetAll(known)}>${icon('trash')}Forget everything</button>`;
  }

  async #forget(known, record) {
    await this.#done(del(path`/memories/${known.memory}/memoryRecords/${record.id}`), 'It is forgotten.');
  }

  async #forgetAll(known) {
    const who = this.person || 'whoever talks here';
    if (!(await confirmed(`Forget everything that ${this.memory} knows of ${who}, with the conversations it is from? This cannot be undone.`, 'Forget everything'))) return;
    await this.#done(post(path`/cadre/v1/memory/${known.memory}/forget`, {actorId: known.actorId}), 'Everything is forgotten.');
  }

  async #done(request, words) {
    try {
      await request;
      say(words);
    } catch (error) {
      say(error.message);
    }
    this.known.reload();
  }
}

customElements.define('cadre-remembered', CadreRemembered);
