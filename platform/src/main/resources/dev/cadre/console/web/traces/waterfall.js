import {html} from 'lit';
import {CadreElement} from '../core/element.js';
import {cost, duration, short} from '../core/format.js';
import {Rows} from '../parts/rows.js';
import {nameOf, visible} from './model.js';

const ROW = 28;
const TICKS = 4;
/** A bar narrower than this would not be seen. */
const LEAST = 0.25;
/** Levels past this are not set further in. */
const DEEPEST = 12;

/** Spans as bars over time. */
class CadreWaterfall extends CadreElement {
  static properties = {roots: {attribute: false}, micros: {type: Number}, chosen: {}};

  constructor() {
    super();
    /** @type {import('./model.js').Row[]} */
    this.roots = [];
    this.micros = 1;
    this.chosen = '';
    /** @type {Set<string>} */
    this.closed = new Set();
    /** @type {import('./model.js').Row[]} */
    this.rows = [];
    this.drawn = new Rows(this, {
      box: '.waterfall', height: ROW, beyond: 10, count: () => this.rows.length, make: empty, fill: (made, at) => this.#fill(made, at),
    });
  }

  willUpdate(changed) {
    if (changed.has('roots')) this.rows = visible(this.roots, this.closed);
  }

  updated() {
    const box = this.querySelector('.waterfall');
    if (this.chosen) box.setAttribute('aria-activedescendant', `span-${this.chosen}`);
    else box.removeAttribute('aria-activedescendant');
  }

  /** @param {HTMLElement} made @param {number} at */
  #fill(made, at) {
    const row = this.rows[at];
    const {span} = row;
    made.id = `span-${span.id}`;
    made.className = `span-row ${row.kind}${span.status === 'ERROR' ? ' failed' : ''}`;
    made.ariaLevel = String(row.depth + 1);
    made.ariaSetSize = String(this.rows.length);
    made.ariaPosInSet = String(at + 1);
    made.ariaSelected = String(span.id === this.chosen);
    made.ariaExpanded = row.children.length > 0 ? String(!this.closed.has(span.id)) : null;
    made.dataset.at = String(at);
    const [name, track] = /** @type {HTMLCollectionOf<HTMLElement>} */ (made.children);
    const [fold, , words] = name.children;
    const [bar, took] = /** @type {HTMLCollectionOf<HTMLElement>} */ (track.children);
    name.style.paddingLeft = `${Math.min(row.depth, DEEPEST) * 0.75}rem`;
    name.title = span.name;
    fold.className = row.children.length > 0 ? 'fold-mark' : 'fold-mark none';
    words.textContent = nameOf(row);
    const left = Math.min(100 * span.offsetMicros / this.micros, 100 - LEAST);
    const width = Math.min(Math.max(LEAST, 100 * span.durationMicros / this.micros), 100 - left);
    bar.style.left = `${left}%`;
    bar.style.width = `${width}%`;
    const [time, more] = took.children;
    time.textContent = duration(span.durationMicros);
    more.textContent = figures(span);
    took.style.left = `calc(${left + width}% + .3rem)`;
  }

  /** @param {number} at */
  #choose(at) {
    const row = this.rows[Math.max(0, Math.min(this.rows.length - 1, at))];
    if (!row) return;
    this.drawn.reveal(this.rows.indexOf(row));
    this.dispatchEvent(new CustomEvent('choose', {detail: row.span}));
  }

  /** @param {import('./model.js').Row} row @param {boolean} open */
  #fold(row, open) {
    if (open) this.closed.delete(row.span.id);
    else this.closed.add(row.span.id);
    this.rows = visible(this.roots, this.closed);
    this.drawn.draw();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const at = this.rows.findIndex((row) => row.span.id === this.chosen);
    const row = this.rows[at];
    const page = Math.floor(event.currentTarget.clientHeight / ROW) - 1;
    const moves = {ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: this.rows.length - 1, PageDown: at + page, PageUp: Math.max(0, at - page)};
    if (event.key in moves) {
      event.preventDefault();
      this.#choose(moves[event.key]);
    } else if (row && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      const open = event.key === 'ArrowRight';
      if (open !== this.closed.has(row.span.id) && row.above && !open) this.#choose(this.rows.indexOf(row.above));
      else this.#fold(row, open);
    }
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const made = /** @type {Element} */ (event.target).closest('.span-row');
    if (!(made instanceof HTMLElement)) return;
    const at = Number(made.dataset.at);
    const row = this.rows[at];
    if (/** @type {Element} */ (event.target).classList.contains('fold-mark') && row.children.length > 0) this.#fold(row, this.closed.has(row.span.id));
    else this.#choose(at);
  }

  render() {
    const ticks = Array.from({length: TICKS}, (_, i) => i / TICKS);
    return html`
      <div class="scale" aria-hidden="true"><span class="span-name">Span</span><span class="track">${ticks.map((part) => html`<span class="tick" .style=${`left:${part * 100}%`}>${duration(part * this.micros)}</span>`)}</span></div>
      <div class="waterfall" role="tree" tabindex="0" aria-label="Spans" @scroll=${() => this.drawn.soon()} @keydown=${this.#pressed} @click=${this.#clicked}>
        <div class="room" role="presentation"><div class="rows" role="presentation"></div></div></div>`;
  }
}

/** What a model read and wrote, and cost. @param {import('./model.js').Span} span */
function figures({attributes}) {
  const tokens = (attributes['gen_ai.usage.input_tokens'] ?? 0) + (attributes['gen_ai.usage.output_tokens'] ?? 0);
  const dollars = attributes['cadre.cost.usd'];
  return `${tokens ? ` · ${short(tokens)} tokens` : ''}${dollars ? ` · ${cost(dollars)}` : ''}`;
}

function empty() {
  const made = document.createElement('div');
  made.setAttribute('role', 'treeitem');
  const [name, track] = [part('span', 'span-name'), part('span', 'track')];
  name.append(part('i', ''), part('i', 'kind-mark'), part('span', ''));
  const took = part('span', 'took');
  took.append(part('span', ''), part('i', ''));
  track.append(part('span', 'bar'), took);
  made.append(name, track);
  return made;
}

/** @param {string} tag @param {string} name */
function part(tag, name) {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

customElements.define('cadre-waterfall', CadreWaterfall);
