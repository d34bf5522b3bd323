/** Files on their way to an agent: to where the platform says, then named in what is said. */
import {ApiError, get, post} from '../core/api.js';
import {settings} from '../core/settings.js';

/** @typedef {{uri: string, name: string, mediaType: string}} Attachment */

/** @type {Promise<boolean> | undefined} */
let known;

/** Whether this platform takes uploads; asked once. */
export function possible() {
  known ??= get('/cadre/v1/uploads', {headers: person()}).then(() => true, (error) => {
    if (!(error instanceof ApiError) || error.unproven) known = undefined;
    return false;
  });
  return known;
}

/** Files are their person's own, and so are the calls of agents that read them. @returns {Record<string, string>} */
function person() {
  return settings.person ? {'X-Amzn-Bedrock-AgentCore-Runtime-User-Id': settings.person} : {};
}

/** @param {File} file @returns {Promise<Attachment>} */
export async function upload(file) {
  const place = await post('/cadre/v1/uploads', {fileName: file.name, fileType: file.type}, {headers: person()});
  const address = new URL(place.uploadUrl, location.href);
  const put = await fetch(address, {method: 'PUT', body: file, headers: place.headers ?? {}}).catch(() => {
    throw new Error(address.origin === location.origin ? 'the platform cannot be reached'
      : `${address.host} cannot be reached, or its CORS rules do not allow PUT from ${location.origin}`);
  });
  if (!put.ok) throw new Error((await put.json().catch(() => ({}))).message ?? `the platform answered ${put.status}`);
  return {uri: place.uri, name: place.name ?? file.name, mediaType: place.mediaType ?? file.type};
}
