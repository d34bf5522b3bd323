/** Numbers, times and names as people read them. */
import {html} from 'lit';

const NUMBER = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});
const TIME = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit'});
const DAY = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short'});
const FULL = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
const MINUTE = 60;
const HOUR = 3600;
const DAYS = 86_400;
/** Past this, the rest of a text has no colours. */
const MOST_PARTS = 6_000;

/** @param {number} value */
export const number = (value) => NUMBER.format(value);

/** 1.2K @param {number} value */
export const short = (value) => SHORT.format(value);

/** What was counted in milliseconds. @param {number} millis */
export const took = (millis) => (millis < 1 ? '< 1 ms' : duration(millis * 1_000));

/** @param {number} micros */
export function duration(micros) {
  if (micros < 1_000) return `${Math.round(micros)} µs`;
  if (micros < 10_000) return `${(micros / 1_000).toFixed(1)} ms`;
  if (micros < 1_000_000) return `${Math.round(micros / 1_000)} ms`;
  if (micros < 60_000_000) return `${(micros / 1_000_000).toFixed(2)} s`;
  return `${Math.floor(micros / 60_000_000)} min ${Math.round((micros % 60_000_000) / 1_000_000)} s`;
}

/** @param {number} seconds */
export function age(seconds) {
  if (seconds < MINUTE) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAYS) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAYS)} d`;
}

/** @param {number} bytes */
export function bytes(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  return `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
}

/** Dollars, with as many digits as tell something. @param {number} dollars */
export function cost(dollars) {
  if (!dollars) return '$0';
  return dollars < 0.01 ? `$${dollars.toPrecision(2)}` : `$${dollars.toFixed(2)}`;
}

/** A time of today as hours, an older one as a day; all of it when pointed at. @param {string | undefined | null} iso */
export function when(iso) {
  if (!iso) return html`<span class="quiet">–</span>`;
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return html`<time datetime=${iso} title=${FULL.format(date)}>${today ? TIME.format(date) : DAY.format(date)}</time>`;
}

/** @param {string} iso */
export const full = (iso) => FULL.format(new Date(iso));

/** A colour's hue that a name always has. @param {string} name */
export function hue(name) {
  let hash = 7;
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 100_003;
  return (hash * 47) % 360;
}

/** @param {string} name of an agent */
export function agentBadge(name) {
  return html`<span class="agent-badge" .style=${`--hue:${hue(name)}`}><i aria-hidden="true">${(name[0] ?? '?').toUpperCase()}</i><span class="cut">${title(name)}</span></span>`;
}

/** order_management: Order management @param {string} name */
export function title(name) {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {string} state of anything that has one */
export function pill(state) {
  const text = (state ?? '').toLowerCase().replaceAll('_', ' ');
  const kind = /^(ready|active|healthy|ended|closed|idle|ok)$/.test(text) ? 'good'
    : /^(creating|updating|busy|running|waiting|half open|starting)$/.test(text) ? 'warn'
      : /(fail|error|unhealthy|open|deleting|lost)/.test(text) ? 'bad' : '';
  return html`<span class="pill ${kind}"><span class="dot" aria-hidden="true"></span>${text || 'unknown'}</span>`;
}

/** Data with its parts in colour; a text that is no data as it is. @param {unknown} value */
export function code(value) {
  const data = typeof value === 'string' ? parsed(value) : value;
  if (data === undefined) return html`<pre class="code" tabindex="0">${value}</pre>`;
  const text = JSON.stringify(data, null, 2) ?? '';
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(/("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\b/g)) {
    parts.push(text.slice(from, match.index));
    const kind = match[2] ? 'k' : match[1] ? 's' : 'n';
    parts.push(html`<span class=${kind}>${match[1] ?? match[0]}</span>`, match[2] ?? '');
    from = match.index + match[0].length;
    if (parts.length > MOST_PARTS) break;
  }
  parts.push(text.slice(from));
  return html`<pre class="code" tabindex="0">${parts}</pre>`;
}

/** Undefined for a text that is no object or list. @param {string} text */
function parsed(text) {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
