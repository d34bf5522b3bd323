import {html} from 'lit';
import {CadreElement} from '../core/element.js';

const ROW = 20;
const BEYOND = 20;
const MOST = 20_000;
const NEAR = 40;

/**
 * @typedef {object} Line
 * @property {number} seq
 * @property {string} at
 * @property {string} stream
 * @property {string} session
 * @property {string} line
 */

/** Lines without end, of which only those in sight are in the page. It follows the newest until one scrolls up. */
class CadreLines extends CadreElement {
  static properties = {label: {}, filter: {}};

  constructor() {
    super();
    this.label = 'Lines';
    this.filter = '';
    /** @type {Line[]} */
    this.all = [];
    /** @type {Line[]} */
    this.shown = [];
    this.follows = true;
    this.due = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const watch = new ResizeObserver(() => this.#soon());
    watch.observe(this);
    this.until(() => watch.disconnect());
  }

  willUpdate(changed) {
    if (changed.has('filter')) {
      this.shown = this.filter ? this.all.filter((line) => this.#wanted(line)) : this.all;
      this.#soon();
    }
  }

  /** @param {Line} line */
  #wanted(line) {
    return line.line.toLowerCase().includes(this.filter.toLowerCase());
  }

  /** @param {Line[]} lines newer than all before */
  add(lines) {
    this.all.push(...lines);
    if (this.all.length > MOST) this.all.splice(0, this.all.length - MOST);
    if (this.filter) {
      this.shown.push(...lines.filter((line) => this.#wanted(line)));
      if (this.shown.length > MOST) this.shown.splice(0, this.shown.length - MOST);
    }
    this.#soon();
  }

  clear() {
    this.all = [];
    this.shown = this.all;
    this.#soon();
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
    const box = this.querySelector('.lines');
    const room = this.querySelector('.room');
    const rows = this.querySelector('.rows');
    if (!box || !room || !rows) return;
    const height = this.shown.length * ROW;
    room.style.height = `${height}px`;
    if (this.follows) box.scrollTop = height;
    const first = Math.max(0, Math.floor(box.scrollTop / ROW) - BEYOND);
    const last = Math.min(this.shown.length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + BEYOND);
    rows.style.transform = `translateY(${first * ROW}px)`;
    // By hand, and with the rows there are: a frame while thousands of lines arrive has no time for more.
    while (rows.childElementCount < last - first) rows.append(empty());
    while (rows.childElementCount > last - first) rows.lastElementChild.remove();
    for (let i = first; i < last; i++) fill(rows.children[i - first], this.shown[i]);
  }

  #scrolled() {
    const box = this.querySelector('.lines');
    this.follows = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    this.#soon();
  }

  /** To the newest, and on with what comes. */
  end() {
    this.follows = true;
    this.#soon();
  }

  render() {
    return html`<div class="lines" tabindex="0" role="log" aria-live="off" aria-label=${this.label} @scroll=${this.#scrolled}><div class="room"><div class="rows"></div></div></div>`;
  }
}

function empty() {
  const made = document.createElement('div');
  made.append(document.createElement('time'), document.createElement('span'));
  return made;
}

/** @param {Element} row @param {Line} line */
function fill(row, line) {
  const [time, text] = row.children;
  row.className = `line ${line.stream.toLowerCase()}`;
  time.textContent = line.at.slice(11, 23);
  text.textContent = line.line;
}

customElements.define('cadre-lines', CadreLines);
