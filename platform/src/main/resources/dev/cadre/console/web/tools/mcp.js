/** MCP servers as the console calls them: a method and its parameters, without an envelope or a session. */
import {get, path, post} from '../core/api.js';

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
 */

const MOST_PAGES = 20;

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

/** @param {Source} source @param {string} tool @param {object} args @param {AbortSignal} signal @returns {Promise<{content: any[], structuredContent?: any, isError?: boolean}>} */
export function call(source, tool, args, signal) {
  return ask(source, 'tools/call', {name: tool, arguments: args}, signal);
}

/** @param {Source} source @param {string} method @param {object} params @param {AbortSignal} [signal] */
async function ask(source, method, params, signal) {
  const answer = await post(source.address, {method, params}, {signal});
  if (answer.error) throw new Error(answer.error.message ?? 'The server refused the call.');
  return answer;
}
