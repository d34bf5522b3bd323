import {CadreElement} from '../core/element.js';

const TAGS = [
  'p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table',
  'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'img', 'input',
];
/** @type {Promise<{parse: (text: string) => string, sanitize: (html: string, config: object) => any}> | undefined} */
let libraries;
/** Past this a text is parsed anew less often while it grows. */
const LONG = 8_000;
const SLOW = 120;

/** More than half of all that the page loads, and not needed before somebody said something. */
function made() {
  libraries ??= Promise.all([import('marked'), import('dompurify')]).then(([{Marked}, {default: purify}]) => {
    const marked = new Marked({gfm: true, breaks: true});
    return {parse: (text) => /** @type {string} */ (marked.parse(text)), sanitize: (html, config) => purify.sanitize(html, config)};
  });
  libraries.catch(() => (libraries = undefined));
  return libraries;
}
(globalThis.requestIdleCallback ?? setTimeout)(() => made().catch(() => {}));

/** A model's text. Nothing in it runs, loads from elsewhere, or looks like a part of the console. */
class CadreMarkdown extends CadreElement {
  static properties = {text: {}};
  #shown = '';
  #due = 0;

  constructor() {
    super();
    this.text = '';
  }

  updated() {
    if (this.#due || this.text === this.#shown) return;
    const draw = async () => {
      const tools = await made().catch(() => undefined);
      this.#due = 0;
      if (tools) this.#draw(tools);
      else this.textContent = this.text;
    };
    this.#due = this.text.length > LONG && this.#shown ? setTimeout(draw, SLOW) : requestAnimationFrame(draw);
  }

  #draw({parse, sanitize}) {
    this.#shown = this.text;
    const made = /** @type {DocumentFragment} */ (sanitize(parse(this.text), {
      ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ['href', 'title', 'alt', 'src', 'align', 'start', 'type', 'checked', 'disabled'],
      RETURN_DOM_FRAGMENT: true,
    }));
    made.querySelectorAll('a').forEach((link) => {
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    });
    made.querySelectorAll('img').forEach(inert);
    made.querySelectorAll('input').forEach((box) => box.setAttribute('aria-label', box.checked ? 'done' : 'not done'));
    made.querySelectorAll('pre').forEach((block) => block.setAttribute('tabindex', '0'));
    made.querySelectorAll('table').forEach(scrolling);
    made.querySelectorAll('h1, h2, h3').forEach((head) => lower(head));
    this.replaceChildren(made);
  }
}

/** A picture's address could carry away what was said; only one that is here already is shown. @param {HTMLImageElement} image */
function inert(image) {
  const source = image.getAttribute('src') ?? '';
  if (!source.startsWith('data:image/')) {
    const link = document.createElement('a');
    link.textContent = image.alt || 'picture';
    if (/^https?:/.test(source)) link.href = source;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    image.replaceWith(link);
  }
}

/** @param {HTMLTableElement} table */
function scrolling(table) {
  const wrap = document.createElement('div');
  wrap.className = 'table-wrap';
  wrap.tabIndex = 0;
  wrap.setAttribute('role', 'region');
  wrap.setAttribute('aria-label', 'Table');
  table.replaceWith(wrap);
  wrap.append(table);
}

/** The page's own headings stand above a text's. @param {Element} head */
function lower(head) {
  const made = document.createElement('h4');
  made.append(...head.childNodes);
  head.replaceWith(made);
}

customElements.define('cadre-markdown', CadreMarkdown);
