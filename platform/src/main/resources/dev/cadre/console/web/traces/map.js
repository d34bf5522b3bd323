import {html, nothing, svg} from 'lit';
import {duration, hue, title} from '../core/format.js';

const WIDE = 200;
const CALLER = 96;
const HIGH = 46;
const GAP_X = 88;
const GAP_Y = 14;
const EDGE = 12;

/** @typedef {import('./model.js').Node} Node */
/** @typedef {import('./model.js').Edge} Edge */

/**
 * Who called whom, from left to right: agents with the models that they asked, and the tools that they used.
 *
 * @param {{nodes: Node[], edges: Edge[]}} flow
 * @param {string} chosen id of a node
 * @param {(node: Node) => void} choose
 */
export function picture({nodes, edges}, chosen, choose) {
  const places = placed(nodes, edges);
  const width = Math.max(...[...places.values()].map(({x, wide}) => x + wide)) + EDGE;
  const height = Math.max(...[...places.values()].map(({y}) => y + HIGH)) + EDGE;
  const most = Math.max(...edges.map((edge) => edge.calls), 1);
  return html`
    <div class="map card" tabindex="0" role="region" aria-label="Map of calls">
      <p class="unseen">${inWords(nodes, edges)}</p>
      <div class="map-room" .style=${`width:${width}px;height:${height}px`}>
        <svg width=${width} height=${height} aria-hidden="true">${lines(edges, places, most)}</svg>
        ${nodes.map((node) => box(node, places.get(node.id), node.id === chosen, choose))}
      </div>
    </div>`;
}

/** Who calls stands before the middle of those it called first; nobody stands in another's row. */
function placed(nodes, edges) {
  const places = new Map();
  const owned = new Map(nodes.map((node) => [node.id, edges.find((edge) => edge.to === node.id)?.from]));
  let rows = 0;
  /** @param {Node} node @returns {number} its row */
  const place = (node) => {
    const spot = {x: EDGE + (node.depth === 0 ? 0 : CALLER - WIDE + node.depth * (WIDE + GAP_X)), y: 0, wide: node.depth === 0 ? CALLER : WIDE};
    places.set(node.id, spot);
    const below = nodes.filter((each) => owned.get(each.id) === node.id && !places.has(each.id)).map(place);
    const row = below.length === 0 ? rows++ : (below[0] + below[below.length - 1]) / 2;
    spot.y = EDGE + row * (HIGH + GAP_Y);
    return row;
  };
  nodes.forEach((node) => places.has(node.id) || place(node));
  return places;
}

/** Figures stand over all lines. @param {Edge[]} edges */
function lines(edges, places, most) {
  const drawn = edges.map((edge) => line(edge, edges.filter((each) => each.to === edge.to), places, most));
  return [drawn.map(({path}) => path), drawn.map(({words}) => words)];
}

/** Those who meet at one box arrive a little apart, in the order of where they come from. @param {Edge} edge @param {Edge[]} meeting */
function line(edge, meeting, places, most) {
  const {x: x2, y: top} = places.get(edge.to);
  const order = [...meeting].sort((a, b) => places.get(a.from).y - places.get(b.from).y);
  const y2 = top + HIGH * (order.indexOf(edge) + 1) / (order.length + 1);
  const from = places.get(edge.from);
  const x1 = from.x + from.wide;
  const y1 = from.y + HIGH / 2;
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  // There is no room for the figures of many: the first has those of all.
  const told = order.length <= 2 ? [edge] : edge === order[0] ? order : [];
  return {
    path: svg`<path class="edge ${edge.failed ? 'failed' : ''}" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" stroke-width=${1.25 + 2 * edge.calls / most}></path>`,
    words: told.length === 0 ? nothing : svg`<text x=${x2 - 6} y=${y1 < y2 ? y2 + 13 : y2 - 5} text-anchor="end">${figures(told)}</text>`,
  };
}

/** @param {Edge[]} edges */
function figures(edges) {
  const sum = (/** @type {'calls' | 'micros'} */ name) => edges.reduce((all, edge) => all + edge[name], 0);
  return `${sum('calls') > 1 ? `${sum('calls')} calls, ` : ''}${duration(sum('micros'))}`;
}

function box(node, {x, y, wide}, chosen, choose) {
  const at = `left:${x}px;top:${y}px;width:${wide}px;height:${HIGH}px;--hue:${hue(node.name)}`;
  const inside = html`<span class="name cut">${title(node.name)}</span><span class="kind cut">${about(node)}</span>`;
  if (!node.span) return html`<div class="node ${node.kind}" .style=${at}>${inside}</div>`;
  return html`<button class="node ${node.kind}" .style=${at} aria-pressed=${chosen} title=${node.name} @click=${() => choose(node)}>${inside}</button>`;
}

/** An agent's models stand in its own box: they are how it thinks, and nobody it calls. @param {Node} node */
function about({kind, models}) {
  if (models.length === 0) return kind === 'caller' ? 'asked' : kind;
  const [first] = models;
  const calls = models.reduce((all, model) => all + model.calls, 0);
  return html`${calls} × ${models.length === 1 ? first.name : `${models.length} models`}, ${duration(models.reduce((all, model) => all + model.micros, 0))}`;
}

/** What the picture shows, for those who do not see it. */
function inWords(nodes, edges) {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  return edges.map((edge) => `${names.get(edge.from)} called ${names.get(edge.to)}${edge.calls > 1 ? ` ${edge.calls} times` : ''}`).join('; ') || 'Nobody called anybody.';
}
