import {get, path} from './api.js';

/**
 * @typedef {object} Agent
 * @property {string} id
 * @property {string} name
 * @property {string} arn
 * @property {string} status
 * @property {number} version
 * @property {string} stage
 * @property {string} protocol
 * @property {string} createdAt
 * @property {string} lastUpdatedAt
 * @property {string} [failureReason]
 * @property {string[]} warnings
 * @property {{name: string, status: string, targetVersion: number, liveVersion?: number}[]} endpoints
 */

/** By name. @param {AbortSignal} [signal] @returns {Promise<Agent[]>} */
export async function agents(signal) {
  const {agents: all} = await get('/cadre/v1/agents', {signal});
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

/** What an agent's version is made of. @param {string} id @param {string | number} [version] @param {AbortSignal} [signal] @returns {Promise<any>} */
export function runtime(id, version, signal) {
  return get(path`/runtimes/${id}/` + (version ? `?version=${encodeURIComponent(version)}` : ''), {signal});
}

/** The file of a declared agent; undefined for one with code of its own. @param {any} runtime */
export function definition(runtime) {
  return runtime?.agentRuntimeArtifact?.declaredConfiguration?.definition;
}

/** What a tool is called. @param {any} tool in any of the forms of an agent's file */
export function nameOf(tool) {
  if (typeof tool === 'string') return tool;
  const name = tool.builtin ?? tool.mcp ?? tool.gateway ?? tool.agent ?? tool.a2a ?? tool.client ?? tool;
  return typeof name === 'string' ? name : name.name ?? name.url ?? name.id ?? JSON.stringify(name);
}

/** 36 characters, where a page may have no crypto.randomUUID. */
export function newSession() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
