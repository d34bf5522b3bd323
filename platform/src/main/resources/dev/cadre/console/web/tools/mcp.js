/** MCP servers as the console calls them: without a session, and tools so that what they say meanwhile is heard. */
import {get, path, post, send} from '../core/api.js';
import {events} from '../core/stream.js';

/**
 * @typedef {object} Source where tools come from
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {string} address of its endpoint
 *
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} [title]
 * @property {string} [description]
 * @property {any} inputSchema
 *
 * @typedef {object} Progress
 * @property {number} [progress]
 * @property {number} [total]
 * @property {string} [message]
 */

const MOST_PAGES = 20;
const VERSION = '2026-07-28';
const PREFIX = 'io.modelcontextprotocol/';
const META = {
  progressToken: 1, [`${PREFIX}protocolVersion`]: VERSION, [`${PREFIX}clientCapabilities`]: {}, [`${PREFIX}logLevel`]: 'info',
  [`${PREFIX}clientInfo`]: {name: 'cadre-console', version: '1'},
};
/** What a header can hold as it is. */
const PLAIN = /^[\x21-\x7e]+$/;
const MARKED = '"x-mcp-header"';
const REFUSED = 'The server refused the call.';

/** @param {AbortSignal} signal @returns {Promise<Source[]>} */
export async function sources(signal) {
  const [servers, gateways] = await Promise.all([
    get('/cadre/v1/servers', {signal}), get('/gateways/?maxResults=100', {signal}),
  ]);
  return [
    {id: 'built-in', name: 'Built in', kind: 'the platform’s own', address: '/cadre/v1/tools/mcp'},
    ...servers.servers.filter((each) => each.servedHere).map((each) => ({
      id: `server:${each.name}`, name: each.name, kind: 'MCP server', address: path`/mcp/${each.name}`,
    })),
    ...(gateways.items ?? []).map((each) => ({
      id: `gateway:${each.gatewayId}`, name: each.name, kind: 'gateway', address: path`/gateways/${each.gatewayId}/mcp`,
    })),
  ];
}

/** @param {Source} source @param {AbortSignal} signal @returns {Promise<Tool[]>} */
export async function tools(source, signal) {
  const found = [];
  let cursor;
  for (let page = 0; page < MOST_PAGES; page++) {
    const {tools: some, nextCursor} = await ask(source, 'tools/list', cursor ? {cursor} : {}, signal);
    found.push(...some);
    if (!nextCursor) break;
    cursor = nextCursor;
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Calls a tool, and tells of what is heard before it answers. Ending the request ends the call.
 *
 * @param {Source} source
 * @param {Tool} tool
 * @param {object} args
 * @param {AbortSignal} signal
 * @param {(progress: Progress) => void} heard
 * @returns {Promise<{content: any[], structuredContent?: any, isError?: boolean}>}
 */
export async function call(source, tool, args, signal, heard) {
  const params = {name: tool.name, arguments: args};
  // A tool that wants arguments as headers, too, is called the plain way, on which nothing is heard before the answer.
  if (!PLAIN.test(tool.name) || JSON.stringify(tool.inputSchema).includes(MARKED)) return ask(source, 'tools/call', params, signal);
  const response = await send(source.address, {
    method: 'POST', signal, body: {jsonrpc: '2.0', id: 1, method: 'tools/call', params: {...params, _meta: META}},
    headers: {'Accept': 'application/json, text/event-stream', 'MCP-Protocol-Version': VERSION, 'Mcp-Method': 'tools/call', 'Mcp-Name': tool.name},
  });
  if (!(response.headers.get('content-type') ?? '').includes('event-stream')) return result(await response.json());
  for await (const {data} of events(response)) {
    const message = JSON.parse(data);
    if (message.method === 'notifications/progress') heard(message.params);
    else if (message.method === 'notifications/message') heard({message: words(message.params.data)});
    else if (message.id !== undefined) return result(message);
  }
  throw new Error('The connection ended before the tool answered.');
}

/** @param {any} message */
function result({error, result}) {
  if (error) throw new Error(error.message ?? REFUSED);
  return result;
}

/** @param {unknown} data of a log message */
const words = (data) => (typeof data === 'string' ? data : JSON.stringify(data));

/** @param {Source} source @param {string} method @param {object} params @param {AbortSignal} [signal] */
async function ask(source, method, params, signal) {
  const answer = await post(source.address, {method, params}, {signal});
  if (answer.error) throw new Error(answer.error.message ?? REFUSED);
  return answer;
}
