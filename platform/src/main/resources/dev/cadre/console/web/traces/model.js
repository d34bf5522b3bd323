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
 * @property {'caller' | 'agent' | 'tool'} kind
 * @property {string} name
 * @property {number} depth
 * @property {Span | undefined} span the first of its; the caller has none
 * @property {{name: string, calls: number, micros: number}[]} models which an agent asked
 *
 * @typedef {object} Edge
 * @property {string} from
 * @property {string} to
 * @property {number} calls
 * @property {number} micros
 * @property {boolean} failed
 */

/** Who called whom. @param {Row[]} roots @returns {{nodes: Node[], edges: Edge[], nodeOf: (span: Span | undefined) => string}} */
export function flow(roots) {
  /** @type {Node} */
  const caller = {id: 'caller', kind: 'caller', name: 'Caller', depth: 0, span: undefined, models: []};
  const nodes = new Map([[caller.id, caller]]);
  /** @type {Map<string, Edge>} */
  const edges = new Map();
  /** @type {Map<string, string>} */
  const owners = new Map();
  /** @param {Row} row @param {Node[]} path whom it is within, the outermost first */
  const walk = (row, path) => {
    const from = path[path.length - 1];
    const called = nodeOf(row);
    if (row.kind === 'model') asked(from, row);
    if (!called || called.id === from.id) {
      owners.set(row.span.id, from.id);
      row.children.forEach((child) => walk(child, path));
      return;
    }
    const known = nodes.get(called.id) ?? {...called, depth: 0, span: row.span, models: []};
    // A circle leads back, and moves nobody.
    if (!path.includes(known)) known.depth = Math.max(known.depth, from.depth + 1);
    nodes.set(known.id, known);
    owners.set(row.span.id, known.id);
    const key = `${from.id} ${known.id}`;
    const edge = edges.get(key) ?? {from: from.id, to: known.id, calls: 0, micros: 0, failed: false};
    edge.calls++;
    edge.micros += row.span.durationMicros;
    edge.failed ||= row.span.status === 'ERROR';
    edges.set(key, edge);
    row.children.forEach((child) => walk(child, [...path, known]));
  };
  roots.forEach((root) => walk(root, [caller]));
  return {nodes: [...nodes.values()], edges: [...edges.values()], nodeOf: (span) => (span && owners.get(span.id)) ?? ''};
}

/** @param {Node} node @param {Row} row a call of a model */
function asked(node, row) {
  const name = nameOf(row);
  let model = node.models.find((each) => each.name === name);
  if (!model) node.models.push(model = {name, calls: 0, micros: 0});
  model.calls++;
  model.micros += row.span.durationMicros;
}

/** What a span is about, without what its kind says already. @param {Row} row */
export function nameOf({span, kind}) {
  switch (kind) {
    case 'agent': return span.attributes['gen_ai.agent.name'] ?? span.agent ?? span.name;
    case 'model': return span.attributes['gen_ai.request.model'] ?? span.name;
    case 'tool': return span.attributes['gen_ai.tool.name'] ?? span.name;
    default: return span.name;
  }
}

/** @param {Row} row @returns {Pick<Node, 'id' | 'kind' | 'name'> | undefined} */
function nodeOf(row) {
  const name = nameOf(row);
  switch (row.kind) {
    case 'agent': return {id: `agent ${name}`, kind: 'agent', name};
    // An agent that is called as a tool is an agent.
    case 'tool': return row.children.some(leadsToAgent) ? undefined : {id: `tool ${name}`, kind: 'tool', name};
    default: return undefined;
  }
}

/** @param {Row} row @returns {boolean} */
function leadsToAgent(row) {
  return row.kind === 'agent' || row.children.some(leadsToAgent);
}
