import {html, svg} from 'lit';
import {duration, hue, title} from '../core/format.js';

const WIDE = 172;
const HIGH = 44;
const GAP_X = 84;
const GAP_Y = 16;
const EDGE = 12;
const LONGEST = 20;

/** Who called whom, from left to right: agents, and the models and tools they used. @param {{nodes: import('./model.js').Node[], edges: import('./model.js').Edge[]}} flow */
export function picture({nodes, edges}) {
  const places = placed(nodes, edges);
  const width = Math.max(...[...places.values()].map(({x}) => x + WIDE)) + EDGE;
  const height = Math.max(...[...places.values()].map(({y}) => y + HIGH)) + EDGE;
  const most = Math.max(...edges.map((edge) => edge.calls), 1);
  return html`
    <div class="map card" tabindex="0" role="region" aria-label="Map of calls">
      <svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${inWords(nodes, edges)}>
        ${edges.map((edge) => line(edge, places, most, arrival(edge, edges, places)))}
        ${nodes.map((node) => box(node, places.get(node.id)))}
      </svg>
    </div>`;
}

/** Columns by depth; in each, models and tools stand by those who called them. */
function placed(nodes, edges) {
  const columns = new Map();
  nodes.forEach((node) => columns.set(node.depth, [...(columns.get(node.depth) ?? []), node]));
  const tallest = Math.max(...[...columns.values()].map((column) => column.length));
  const places = new Map();
  for (const depth of [...columns.keys()].sort((a, b) => a - b)) {
    const column = columns.get(depth);
    const from = (node) => {
      const above = edges.filter((edge) => edge.to === node.id && places.has(edge.from)).map((edge) => places.get(edge.from).y);
      return above.length === 0 ? 0 : above.reduce((sum, y) => sum + y, 0) / above.length;
    };
    column.sort((a, b) => from(a) - from(b) || a.kind.localeCompare(b.kind));
    const top = EDGE + (tallest - column.length) * (HIGH + GAP_Y) / 2;
    column.forEach((node, i) => places.set(node.id, {x: EDGE + depth * (WIDE + GAP_X), y: top + i * (HIGH + GAP_Y)}));
  }
  return places;
}

/** Where an edge meets what it leads to: each a little apart from the others, in the order of where they come from. */
function arrival(edge, edges, places) {
  const all = edges.filter((each) => each.to === edge.to).sort((a, b) => places.get(a.from).y - places.get(b.from).y);
  return places.get(edge.to).y + HIGH * (all.indexOf(edge) + 1) / (all.length + 1);
}

function line(edge, places, most, y2) {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  const x1 = from.x + WIDE;
  const y1 = from.y + HIGH / 2;
  const x2 = to.x;
  const bend = Math.max(30, Math.abs(x2 - x1) / 2);
  return svg`<g class="edge ${edge.failed ? 'failed' : ''}">
    <path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" stroke-width=${1.25 + 2.5 * edge.calls / most}></path>
    <text x=${x2 - 8} y=${y2 - 4} text-anchor="end">${edge.calls > 1 ? `${edge.calls} × ` : ''}${duration(edge.micros)}</text></g>`;
}

function box(node, {x, y}) {
  const name = node.kind === 'model' ? node.name : title(node.name);
  const short = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  return svg`<g class="node ${node.kind}" .style=${`--hue:${hue(node.name)}`}>
    <rect x=${x} y=${y} width=${WIDE} height=${HIGH} rx="9"></rect>
    <text class="name" x=${x + 14} y=${y + 20}>${short}</text><text class="kind" x=${x + 14} y=${y + 35}>${node.kind}</text><title>${name}</title></g>`;
}

/** What the picture shows, for those who do not see it. */
function inWords(nodes, edges) {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  return edges.map((edge) => `${names.get(edge.from)} called ${names.get(edge.to)}${edge.calls > 1 ? ` ${edge.calls} times` : ''}`).join('; ') || 'Nobody called anybody.';
}
