/** Addresses of views: /console/VIEW/PART/PART/PART?QUERY. Links are plain links; the page does not load anew for them. */

/**
 * @typedef {object} Route
 * @property {string} view
 * @property {string[]} parts decoded
 * @property {URLSearchParams} query
 */

const BASE = '/console/';
export const HOME = 'chat';

class Router extends EventTarget {
  /** @type {Route} */
  route = parse(location);

  start() {
    window.addEventListener('popstate', () => this.#changed());
    document.addEventListener('click', (event) => this.#clicked(event));
  }

  /** @param {string} to an address of this page @param {{replace?: boolean}} [how] */
  go(to, {replace = false} = {}) {
    if (to === location.pathname + location.search) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', to);
    this.#changed();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = /** @type {Element} */ (event.target).closest?.('a[href]');
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || !link.pathname.startsWith(BASE)) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }

  #changed() {
    const before = this.route.view;
    this.route = parse(location);
    this.dispatchEvent(new CustomEvent('change', {detail: {otherView: before !== this.route.view}}));
  }
}

/** @param {{pathname: string, search: string}} address @returns {Route} */
function parse({pathname, search}) {
  const [view, ...parts] = pathname.startsWith(BASE)
    ? pathname.slice(BASE.length).split('/').map(decoded) : [];
  return {view: view || HOME, parts: parts.filter((part) => part !== ''), query: new URLSearchParams(search)};
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a view. @param {string} view @param {...(string | undefined)} parts */
export function to(view, ...parts) {
  const given = parts.filter((part) => part !== undefined && part !== '');
  return BASE + [view, ...given].map((part) => encodeURIComponent(/** @type {string} */ (part))).join('/');
}

export const router = new Router();
