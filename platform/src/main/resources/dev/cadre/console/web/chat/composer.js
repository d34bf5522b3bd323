import {html, nothing} from 'lit';
import {CadreElement} from '../core/element.js';
import {icon} from '../core/icons.js';
import {say} from '../core/say.js';
import {DRAFT} from '../core/settings.js';
import {possible, upload} from './uploads.js';

const MOST_FILES = 20;
const TALLEST = 240;

/** Where one writes. What is typed is kept until it was sent, also over a reload. */
class CadreComposer extends CadreElement {
  static properties = {place: {}, busy: {type: Boolean}, name: {}, files: {state: true}, uploads: {state: true}, text: {state: true}};

  constructor() {
    super();
    /** Names the draft: of which conversation it is. */
    this.place = '';
    this.busy = false;
    this.name = '';
    this.text = '';
    /** @type {{name: string, done?: import('./uploads.js').Attachment, failed?: string}[]} */
    this.files = [];
    this.uploads = false;
  }

  connectedCallback() {
    super.connectedCallback();
    possible().then((yes) => (this.uploads = yes));
  }

  willUpdate(changed) {
    if (changed.has('place')) {
      this.text = localStorage.getItem(this.#key) ?? '';
      this.files = [];
    }
  }

  updated(changed) {
    if (changed.has('text') || changed.has('place')) this.#grow();
  }

  get #key() {
    return DRAFT + this.place;
  }

  focus() {
    this.querySelector('textarea')?.focus();
  }

  /** Puts a text back that was not sent. @param {string} text */
  restore(text) {
    this.#write(this.text ? `${text}\n${this.text}` : text);
    this.focus();
  }

  /** @param {string} text */
  #write(text) {
    this.text = text;
    if (text) {
      localStorage.setItem(this.#key, text);
    } else {
      localStorage.removeItem(this.#key);
    }
  }

  #grow() {
    const area = this.querySelector('textarea');
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(TALLEST, area.scrollHeight + 2)}px`;
  }

  render() {
    const uploading = this.files.some((file) => !file.done && !file.failed);
    return html`
      <form class="composer" @submit=${this.#submit} @dragover=${(event) => this.uploads && event.preventDefault()} @drop=${this.#drop}>
        ${this.files.length === 0 ? nothing : html`<ul class="files row" role="list">${this.files.map((file) => html`
          <li class="pill ${file.failed ? 'bad' : ''}">${file.done || file.failed ? icon('file') : html`<span class="wait" aria-label="uploading"></span>`}
            ${file.name}${file.failed ? `: ${file.failed}` : ''}
            <button type="button" class="button bare small icon-only" aria-label="Leave out ${file.name}" @click=${() => this.#leave(file)}>${icon('close')}</button></li>`)}</ul>`}
        <textarea rows="1" aria-label="Message ${this.name}" placeholder="Message ${this.name}" .value=${this.text} @input=${(event) => this.#write(event.target.value)}
          @keydown=${this.#pressed} @paste=${this.#paste}></textarea>
        <div class="row tight">
          ${this.uploads ? html`
            <button type="button" class="button bare icon-only" aria-label="Attach files" title="Attach files" @click=${() => this.querySelector('input[type=file]').click()}>${icon('clip')}</button>
            <input type="file" multiple hidden @change=${this.#chosen}>` : nothing}
          <span class="tiny quiet grow hint">Enter sends, Shift+Enter begins a line</span>
          ${this.busy
            ? html`<button type="button" class="button primary icon-only" aria-label="Stop" title="Stop (Esc)" @click=${this.#stop}>${icon('stop')}</button>`
            : html`<button class="button primary icon-only" aria-label="Send" title="Send" ?disabled=${uploading || (!this.text.trim() && this.files.length === 0)}>${icon('send')}</button>`}
        </div>
      </form>`;
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#submit(event);
    if (event.key === 'Escape' && this.busy) this.#stop();
  }

  #stop() {
    this.dispatchEvent(new Event('stop'));
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const text = this.text.trim();
    const attachments = this.files.flatMap((file) => (file.done ? [file.done] : []));
    const uploading = this.files.some((file) => !file.done && !file.failed);
    if (this.busy || uploading || (!text && attachments.length === 0)) return;
    this.#write('');
    this.files = [];
    this.dispatchEvent(new CustomEvent('send', {detail: {text, attachments}}));
  }

  #chosen(event) {
    this.#add([...event.target.files]);
    event.target.value = '';
  }

  #drop(event) {
    if (!this.uploads) return;
    event.preventDefault();
    this.#add([...event.dataTransfer.files]);
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (this.uploads && files.length > 0) {
      event.preventDefault();
      this.#add(files);
    }
  }

  /** @param {File[]} files */
  #add(files) {
    if (this.files.length + files.length > MOST_FILES) {
      say(`At most ${MOST_FILES} files go with a message.`);
      return;
    }
    for (const file of files) {
      /** @type {typeof this.files[number]} */
      const entry = {name: file.name};
      this.files = [...this.files, entry];
      upload(file).then((done) => (entry.done = done), (error) => (entry.failed = error.message)).then(() => (this.files = [...this.files]));
    }
  }

  #leave(file) {
    this.files = this.files.filter((each) => each !== file);
  }
}

customElements.define('cadre-composer', CadreComposer);
