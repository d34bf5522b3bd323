/**
 * @typedef {object} Change
 * @property {string} path such as `lifecycleConfiguration.maxLifetime`
 * @property {string} [before]
 * @property {string} [after]
 */

/** What differs between two values, leaf by leaf. @param {any} before @param {any} after @param {string[]} without paths @returns {Change[]} */
export function changes(before, after, without) {
  const [was, is] = [leaves(before), leaves(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => !without.includes(path) && was.get(path) !== is.get(path))
    .map((path) => ({path, before: was.get(path), after: is.get(path)}));
}

/** @param {any} value @param {string} path @param {Map<string, string>} into */
function leaves(value, path = '', into = new Map()) {
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    for (const [name, member] of Object.entries(value)) leaves(member, path ? `${path}.${name}` : name, into);
  } else {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return into;
}
