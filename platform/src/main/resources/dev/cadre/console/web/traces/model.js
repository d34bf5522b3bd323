/** A trace as it is drawn: its spans as a tree in order of time, what each is, and who called whom. */

/**
 * @typedef {'http' | 'agent' | 'model' | 'tool' | 'memory' | 'inner'} Kind
 *
 * @typedef {object} Span
 * @property {string} id
 * @property {string | null} parent
 * @property {string} name
 * @property {number} offsetMicros
 * @property {number} durationMicros
 * @property {string} status
 * @property {string} message
 * @property {Record<string, any>} attributes
 * @property {any[]} events
 * @property {string | null} agent
 * @property {string | null} session
 *
 * @typedef {object} Row
 * @property {Span} span
 * @property {Kind} kind
 * @property {number} depth
 * @property {Row[]} children
 * @property {Row | undefined} above
 */

/** @param {Span} span @returns {Kind} */
export function kindOf(span) {
  const operation = span.attributes['gen_ai.operation.name'];
  if (operation === 'chat') return 'model';
  if (operation === 'execute_tool') return 'tool';
  if (operation === 'invoke_agent') return 'agent';
  if (span.name === 'recall' || span.name === 'remember') return 'memory';
  return span.attributes['http.request.method'] ? 'http' : 'inner';
}

/** @param {Span[]} spans in the order they began @returns {Row[]} the roots */
export function tree(spans) {
  /** @type {Map<string, Row>} */
  const rows = new Map(spans.map((span) => [span.id, {span, kind: kindOf(span), depth: 0, children: [], above: undefined}]));
  const roots = [];
  for (const row of rows.values()) {
    const above = row.span.parent ? rows.get(row.span.parent) : undefined;
    row.above = above;
    (above?.children ?? roots).push(row);
  }
  /** @param {Row[]} of @param {number} depth */
  const deepen = (of, depth) => of.forEach((row) => {
    row.depth = depth;
    deepen(row.children, depth + 1);
  });
  deepen(roots, 0);
  return roots;
}

/** Rows from top to bottom, without what is below a closed one. @param {Row[]} roots @param {Set<string>} closed @returns {Row[]} */
export function visible(roots, closed) {
  /** @type {Row[]} */
  const rows = [];
  /** @param {Row} row */
  const add = (row) => {
    rows.push(row);
    if (!closed.has(row.span.id)) row.children.forEach(add);
  };
  roots.forEach(add);
  return rows;
}

/** @param {Span[]} spans */
export function totals(spans) {
  const models = spans.filter((span) => kindOf(span) === 'model');
  const sum = (/** @type {string} */ name) => models.reduce((all, span) => all + (span.attributes[name] ?? 0), 0);
  return {
    micros: Math.max(1, ...spans.map((span) => span.offsetMicros + span.durationMicros)),
    input: sum('gen_ai.usage.input_tokens'),
    output: sum('gen_ai.usage.output_tokens'),
    cost: sum('cadre.cost.usd'),
    models: models.length,
    tools: spans.filter((span) => kindOf(span) === 'tool').length,
    errors: spans.filter((span) => span.status === 'ERROR').length,
  };
}

/**
 * @typedef {object} Node
 * @property {string} id
 * @property {'caller' | 'agent' | 'model' | 'tool'} kind
 * @property {string} name
 * @property {number} depth
 *
 * @typedef {object} Edge
 * @property {string} from
 * @property {string} to
 * @property {number} calls
 * @property {number} micros
 * @property {boolean} failed
 */

/** Who called whom. @param {Row[]} roots @returns {{nodes: Node[], edges: Edge[]}} */
export function flow(roots) {
  /** @type {Map<string, Node>} */
  const nodes = new Map([['caller', {id: 'caller', kind: 'caller', name: 'Caller', depth: 0}]]);
  /** @type {Map<string, Edge>} */
  const edges = new Map();
  /** @param {Row} row @param {Node} from */
  const walk = (row, from) => {
    const called = nodeOf(row);
    const same = called && called.id === from.id;
    if (!called || same) {
      row.children.forEach((child) => walk(child, from));
      return;
    }
    const known = nodes.get(called.id) ?? {...called, depth: 0};
    known.depth = Math.max(known.depth, from.depth + 1);
    nodes.set(known.id, known);
    const key = `${from.id} ${known.id}`;
    const edge = edges.get(key) ?? {from: from.id, to: known.id, calls: 0, micros: 0, failed: false};
    edge.calls++;
    edge.micros += row.span.durationMicros;
    edge.failed ||= row.span.status === 'ERROR';
    edges.set(key, edge);
    row.children.forEach((child) => walk(child, known));
  };
  roots.forEach((root) => walk(root, /** @type {Node} */ (nodes.get('caller'))));
  return {nodes: [...nodes.values()], edges: [...edges.values()]};
}

/** @param {Row} row @returns {Omit<Node, 'depth'> | undefined} */
function nodeOf({span, kind, children}) {
  switch (kind) {
    case 'agent': {
      const name = span.attributes['gen_ai.agent.name'] ?? span.agent ?? span.name;
      return {id: `agent ${name}`, kind: 'agent', name};
    }
    case 'model': {
      const name = span.attributes['gen_ai.request.model'] ?? span.name;
      return {id: `model ${name}`, kind: 'model', name};
    }
    // An agent that is called as a tool is an agent.
    case 'tool': {
      if (children.some(leadsToAgent)) return undefined;
      const name = span.attributes['gen_ai.tool.name'] ?? span.name;
      return {id: `tool ${name}`, kind: 'tool', name};
    }
    default: return undefined;
  }
}

/** @param {Row} row @returns {boolean} */
function leadsToAgent(row) {
  return row.kind === 'agent' || row.children.some(leadsToAgent);
}
