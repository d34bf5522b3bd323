import {html} from 'lit';
import {CadreElement} from '../core/element.js';

const MOST = 3;

/** Words for the moment, and questions before something is lost. */
class CadreWords extends CadreElement {
  static properties = {words: {state: true}, question: {state: true}};

  constructor() {
    super();
    /** @type {{text: string}[]} */
    this.words = [];
    /** @type {{question: string, action: string, resolve: (yes: boolean) => void} | null} */
    this.question = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(document, 'cadre-say', (event) => this.#say(event.detail));
    this.listen(document, 'cadre-ask', (event) => (this.question = event.detail));
  }

  /** @param {{text: string, for: number}} word */
  #say(word) {
    this.words = [...this.words, word].slice(-MOST);
    setTimeout(() => (this.words = this.words.filter((each) => each !== word)), word.for);
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (this.question && !dialog.open) dialog.showModal();
  }

  #answer(yes) {
    this.question?.resolve(yes);
    this.question = null;
    this.querySelector('dialog').close();
  }

  render() {
    return html`
      <div class="toasts" role="status">${this.words.map((word) => html`<div class="toast">${word.text}</div>`)}</div>
      <dialog aria-labelledby="cadre-question" @close=${() => this.#answer(false)}>
        <div class="stack">
          <p id="cadre-question">${this.question?.question ?? ''}</p>
          <div class="row">
            <button class="button danger" @click=${() => this.#answer(true)}>${this.question?.action ?? ''}</button>
            <button class="button" autofocus @click=${() => this.#answer(false)}>Leave it</button>
          </div>
        </div>
      </dialog>`;
  }
}

customElements.define('cadre-words', CadreWords);
