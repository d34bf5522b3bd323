/** The one way to the platform: JSON in and out, streams, and errors that say what to do. */
import {settings} from './settings.js';

/** The errors by which a caller without proof, or with a bad one, is refused; AWS answers most with 403. */
const UNPROVEN = new Set([
  'UnauthorizedException', 'MissingAuthenticationTokenException', 'UnrecognizedClientException', 'ExpiredTokenException',
  'InvalidSignatureException', 'IncompleteSignatureException',
]);
const BAD_TOKEN = 'OAuth authorization failed';

/** The platform refused, or failed. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
    /** True when nobody knows who calls: there was no proof, or a bad one. */
    this.unproven = status === 401 || UNPROVEN.has(code) || message.startsWith(BAD_TOKEN);
  }
}

/** The platform was not reached: the request may be tried again when it is. */
export class Unreachable extends Error {
  constructor() {
    super('The platform cannot be reached.');
  }
}

/** Tells of `unauthenticated` (nobody knows who calls) and `unreachable` (no answer). */
export const wire = new EventTarget();

/**
 * @typedef {object} Options
 * @property {string} [method]
 * @property {Record<string, string>} [headers]
 * @property {unknown} [body] sent as JSON
 * @property {AbortSignal} [signal]
 */

/**
 * The response, once its head is there and is no error.
 *
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<Response>}
 */
export async function send(path, options = {}) {
  const headers = new Headers(options.headers);
  if (settings.token) {
    headers.set('Authorization', `Bearer ${settings.token}`);
  }
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  if (body !== undefined) {
    headers.set('Content-Type', 'application/json');
  }
  let response;
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET', headers, body, signal: options.signal, cache: 'no-store', redirect: 'error',
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    wire.dispatchEvent(new Event('unreachable'));
    throw new Unreachable();
  }
  wire.dispatchEvent(new Event('reached'));
  if (!response.ok) throw await refusal(response);
  return response;
}

/** @param {Response} response */
async function refusal(response) {
  const text = await response.text().catch(() => '');
  let message = text || `The platform answered ${response.status}.`;
  try {
    const json = JSON.parse(text);
    message = json.message ?? json.Message ?? json.error?.message ?? message;
  } catch {
    // Some answers are no JSON; their text will do.
  }
  const error = new ApiError(response.status, response.headers.get('x-amzn-errortype') ?? '', message);
  if (error.unproven) {
    wire.dispatchEvent(new CustomEvent('unauthenticated', {detail: message}));
  }
  return error;
}

/** @param {string} path @param {Options} [options] @returns {Promise<any>} */
export async function get(path, options) {
  return (await send(path, options)).json();
}

/** @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<any>} */
export async function post(path, body = {}, options) {
  return read(await send(path, {...options, method: 'POST', body}));
}

/** @param {string} path @param {Options} [options] @returns {Promise<any>} */
export async function del(path, options) {
  return read(await send(path, {...options, method: 'DELETE'}));
}

/** @param {Response} response */
async function read(response) {
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

/**
 * A path with its variables and query encoded: path`/a/${id}`.
 *
 * @param {TemplateStringsArray} parts
 * @param {...(string | number)} values
 */
export function path(parts, ...values) {
  return parts.reduce((all, part, i) => all + encodeURIComponent(values[i - 1]) + part);
}

/** @param {Record<string, string | number | undefined | null>} members */
export function query(members) {
  const given = Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}
