import {html} from 'lit';
import {CadreElement} from '../core/element.js';
import {duration} from '../core/format.js';
import {visible} from './model.js';

const ROW = 28;
const BEYOND = 10;
const TICKS = 4;
/** A bar narrower than this would not be seen. */
const LEAST = 0.25;

/** Spans as bars over time, of which only those in sight are in the page. */
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
    this.due = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const watch = new ResizeObserver(() => this.#soon());
    watch.observe(this);
    this.until(() => watch.disconnect());
  }

  willUpdate(changed) {
    if (changed.has('roots')) this.rows = visible(this.roots, this.closed);
  }

  updated() {
    this.#draw();
  }

  #soon() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => {
      this.due = false;
      this.#draw();
    });
  }

  #draw() {
    const box = this.querySelector('.waterfall');
    if (!box) return;
    const first = Math.max(0, Math.floor(box.scrollTop / ROW) - BEYOND);
    const last = Math.min(this.rows.length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + BEYOND);
    const room = box.querySelector('.room');
    room.style.height = `${this.rows.length * ROW}px`;
    const rows = box.querySelector('.rows');
    rows.style.transform = `translateY(${first * ROW}px)`;
    rows.replaceChildren(...this.rows.slice(first, last).map((row, i) => this.#row(row, first + i)));
    const chosen = this.rows.find((row) => row.span.id === this.chosen);
    if (chosen) box.setAttribute('aria-activedescendant', `span-${chosen.span.id}`);
  }

  /** @param {import('./model.js').Row} row @param {number} at */
  #row(row, at) {
    const {span} = row;
    const made = document.createElement('div');
    made.id = `span-${span.id}`;
    made.className = `span-row ${row.kind}${span.status === 'ERROR' ? ' failed' : ''}`;
    made.setAttribute('role', 'treeitem');
    made.setAttribute('aria-level', String(row.depth + 1));
    made.setAttribute('aria-setsize', String(this.rows.length));
    made.setAttribute('aria-posinset', String(at + 1));
    made.setAttribute('aria-selected', String(span.id === this.chosen));
    if (row.children.length > 0) made.setAttribute('aria-expanded', String(!this.closed.has(span.id)));
    made.dataset.at = String(at);
    const name = document.createElement('span');
    name.className = 'span-name';
    name.style.paddingLeft = `${Math.min(row.depth, 12) * 0.75}rem`;
    const fold = document.createElement('i');
    fold.className = row.children.length > 0 ? 'fold-mark' : 'fold-mark none';
    name.append(fold, span.name);
    const track = document.createElement('span');
    track.className = 'track';
    const bar = document.createElement('span');
    bar.className = 'bar';
    const left = 100 * span.offsetMicros / this.micros;
    const width = Math.max(LEAST, 100 * span.durationMicros / this.micros);
    bar.style.left = `${Math.min(left, 100 - LEAST)}%`;
    bar.style.width = `${Math.min(width, 100 - Math.min(left, 100 - LEAST))}%`;
    const took = document.createElement('span');
    took.className = 'took';
    took.textContent = duration(span.durationMicros);
    took.style.left = `calc(${Math.min(100, left + width)}% + .3rem)`;
    track.append(bar, took);
    made.append(name, track);
    return made;
  }

  /** @param {number} at */
  #choose(at) {
    const row = this.rows[Math.max(0, Math.min(this.rows.length - 1, at))];
    if (!row) return;
    const box = this.querySelector('.waterfall');
    const top = this.rows.indexOf(row) * ROW;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW - box.clientHeight;
    this.dispatchEvent(new CustomEvent('choose', {detail: row.span}));
  }

  /** @param {import('./model.js').Row} row @param {boolean} open */
  #fold(row, open) {
    if (open) this.closed.delete(row.span.id);
    else this.closed.add(row.span.id);
    this.rows = visible(this.roots, this.closed);
    this.#draw();
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
      <div class="waterfall" role="tree" tabindex="0" aria-label="Spans" @scroll=${this.#soon} @keydown=${this.#pressed} @click=${this.#clicked}>
        <div class="room" role="presentation"><div class="rows" role="presentation"></div></div></div>`;
  }
}

customElements.define('cadre-waterfall', CadreWaterfall);
