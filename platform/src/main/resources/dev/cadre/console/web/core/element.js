import {LitElement} from 'lit';

/**
 * An element of the console. It renders into the page itself: one style sheet, ids that labels can name, text that
 * a browser's search finds.
 */
export class CadreElement extends LitElement {
  /** @type {(() => void)[]} */
  #ends = [];

  createRenderRoot() {
    return this;
  }

  /** Runs `end` when the element leaves the page. @param {() => void} end */
  until(end) {
    this.#ends.push(end);
  }

  /** Listens while the element is in the page. @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
  listen(target, type, listener) {
    target.addEventListener(type, listener);
    this.until(() => target.removeEventListener(type, listener));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.splice(0).forEach((end) => end());
  }
}
