/** Files on their way to an agent: to where the platform says, then named in what is said. */
import {ApiError, post, Unreachable} from '../core/api.js';

/** @typedef {{uri: string, name: string, mediaType: string}} Attachment */

/** @type {Promise<boolean> | undefined} */
let known;

/** Whether this platform takes uploads; asked once. */
export function possible() {
  known ??= post('/cadre/v1/uploads', {}).then(() => true, (error) => {
    if (error instanceof Unreachable || (error instanceof ApiError && error.status === 401)) known = undefined;
    return error instanceof ApiError && error.status === 400;
  });
  return known;
}

/** @param {File} file @returns {Promise<Attachment>} */
export async function upload(file) {
  const mediaType = file.type || 'application/octet-stream';
  const place = await post('/cadre/v1/uploads', {fileName: file.name, fileType: mediaType});
  const address = new URL(place.uploadUrl, location.href);
  // The page may only speak with where it came from; the address holds wherever its host's name leads here.
  const put = await fetch(address.pathname + address.search, {method: 'PUT', body: file, headers: {'Content-Type': mediaType}});
  if (!put.ok) throw new Error(`${file.name} could not be uploaded: the platform answered ${put.status}.`);
  return {uri: place.uri, name: file.name, mediaType};
}
