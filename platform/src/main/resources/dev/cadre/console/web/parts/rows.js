/**
 * Rows of one height, of which only those in sight are in the page: made by hand and used again, because a frame in
 * which thousands arrive has no time for more. What it draws into is `.rows` within `.room` within a box that scrolls.
 *
 * @implements {import('lit').ReactiveController}
 */
export class Rows {
  #host;
  #how;
  #due = false;
  /** @type {ResizeObserver | undefined} */
  #watch;

  /**
   * @param {import('lit').LitElement} host
   * @param {object} how
   * @param {string} how.box selector of what scrolls
   * @param {number} how.height of a row, in pixels
   * @param {number} how.beyond rows that are drawn above and below what is seen
   * @param {() => number} how.count
   * @param {() => HTMLElement} how.make an empty row
   * @param {(row: HTMLElement, at: number) => void} how.fill puts into a row what stands at that place
   * @param {(box: Element) => void} [how.before] moves the box before it is drawn into
   */
  constructor(host, how) {
    this.#host = host;
    this.#how = how;
    host.addController(this);
  }

  hostConnected() {
    this.#watch = new ResizeObserver(() => this.soon());
    this.#watch.observe(this.#host);
  }

  hostDisconnected() {
    this.#watch?.disconnect();
  }

  hostUpdated() {
    this.draw();
  }

  /** With the next frame, once for all who ask before it. */
  soon() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.draw();
    });
  }

  draw() {
    const {height, beyond, make, fill, before} = this.#how;
    const box = this.#host.querySelector(this.#how.box);
    const room = /** @type {HTMLElement | null} */ (box?.querySelector('.room'));
    const rows = /** @type {HTMLElement | null} */ (room?.querySelector('.rows'));
    if (!box || !room || !rows) return;
    const count = this.#how.count();
    room.style.height = `${count * height}px`;
    before?.(box);
    const first = Math.max(0, Math.floor(box.scrollTop / height) - beyond);
    const last = Math.min(count, Math.ceil((box.scrollTop + box.clientHeight) / height) + beyond);
    rows.style.transform = `translateY(${first * height}px)`;
    while (rows.childElementCount < last - first) rows.append(make());
    while (rows.childElementCount > Math.max(0, last - first)) rows.lastElementChild?.remove();
    for (let i = first; i < last; i++) fill(/** @type {HTMLElement} */ (rows.children[i - first]), i);
  }

  /** Scrolls until a row is seen whole. @param {number} at */
  reveal(at) {
    const {height} = this.#how;
    const box = this.#host.querySelector(this.#how.box);
    if (!box) return;
    const top = at * height;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
  }
}
