/** What changes on the platform, while it changes: one stream of topics for the whole page, taken up again when it breaks. */
import {send, wire} from './api.js';
import {events} from './stream.js';

/** @typedef {'agents' | 'sessions' | 'turns'} Topic */
/** @typedef {'connecting' | 'online' | 'offline'} State */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;
/** The platform sends a comment every 15 s; a stream that is silent for longer is dead, whatever the network says. */
const SILENCE = 40_000;

class Live extends EventTarget {
  /** @type {State} */
  state = 'connecting';
  #wait = FIRST_WAIT;
  /** @type {AbortController | undefined} */
  #under;
  #wake = () => {};
  /** Whether something may have changed unheard. */
  #missed = false;

  start() {
    wire.addEventListener('unreachable', () => this.#set('offline'));
    wire.addEventListener('reached', () => this.state === 'offline' && this.#wake());
    window.addEventListener('online', () => this.#wake());
    window.addEventListener('offline', () => {
      this.#set('offline');
      this.#under?.abort();
    });
    // A browser has six connections for a platform: pages that nobody sees must not hold them.
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#under?.abort() : this.#wake()));
    this.#run();
  }

  /** At once, whatever the wait. */
  retry() {
    this.#wake();
  }

  /** Begins anew, as somebody else. */
  restart() {
    this.#under?.abort();
    this.#wake();
  }

  /**
   * @param {Topic[]} topics
   * @param {() => void} listener told of a change, and after a connection was lost and is back
   * @returns {() => void} ends it
   */
  on(topics, listener) {
    const heard = (/** @type {CustomEvent<Set<string>>} */ event) => {
      if (topics.some((topic) => event.detail.has(topic) || event.detail.has('*'))) listener();
    };
    this.addEventListener('changed', heard);
    return () => this.removeEventListener('changed', heard);
  }

  async #run() {
    for (;;) {
      if (document.hidden) await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
      await this.#listen().catch(() => {});
      this.#missed = true;
      this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, this.#wait * (0.75 + Math.random() / 2));
        this.#wake = () => {
          clearTimeout(timer);
          resolve(undefined);
        };
      });
    }
  }

  async #listen() {
    const under = new AbortController();
    this.#under = under;
    const response = await send('/cadre/v1/live', {signal: under.signal, headers: {Accept: 'text/event-stream'}});
    this.#set('online');
    this.#wait = FIRST_WAIT;
    if (this.#missed) this.#tell(['*']);
    this.#missed = false;
    let silence = setTimeout(() => under.abort(), SILENCE);
    const heard = response.body.pipeThrough(new TransformStream({
      transform(chunk, out) {
        clearTimeout(silence);
        silence = setTimeout(() => under.abort(), SILENCE);
        out.enqueue(chunk);
      },
    }));
    try {
      for await (const event of events(new Response(heard))) {
        if (event.event === 'changed') this.#tell(JSON.parse(event.data).topics);
      }
    } finally {
      clearTimeout(silence);
      this.#set('offline');
    }
  }

  /** The page itself knows of a change. @param {Topic[]} topics */
  touch(topics) {
    this.#tell(topics);
  }

  /** @param {string[]} topics */
  #tell(topics) {
    this.dispatchEvent(new CustomEvent('changed', {detail: new Set(topics)}));
  }

  /** @param {State} state */
  #set(state) {
    if (this.state !== state) {
      this.state = state;
      this.dispatchEvent(new Event('state'));
    }
  }
}

export const live = new Live();
