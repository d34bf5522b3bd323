import {html} from 'lit';
import {CadreElement} from '../core/element.js';
import {Rows} from './rows.js';

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

/** Lines without end. It follows the newest until one scrolls up. */
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
    this.rows = new Rows(this, {
      box: '.lines', height: 20, beyond: 20, count: () => this.shown.length, make: empty, fill: (row, at) => fill(row, this.shown[at]),
      before: (box) => this.follows && (box.scrollTop = box.scrollHeight),
    });
  }

  willUpdate(changed) {
    if (changed.has('filter')) this.shown = this.filter ? this.all.filter((line) => this.#wanted(line)) : this.all;
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
    this.rows.soon();
  }

  #scrolled(event) {
    const box = event.currentTarget;
    this.follows = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    this.rows.soon();
  }

  /** To the newest, and on with what comes. */
  end() {
    this.follows = true;
    this.rows.soon();
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
