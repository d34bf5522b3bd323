import {html, nothing} from 'lit';
import {CadreElement} from '../core/element.js';

const DEEPEST = 3;
const LONG = /(text|body|content|sql|query|prompt|description|code|yaml|json)$/i;

/** A form for any JSON Schema of an object; what a form cannot hold is typed as JSON. */
class CadreSchemaForm extends CadreElement {
  static properties = {schema: {attribute: false}, raw: {state: true}, wrong: {state: true}, busy: {type: Boolean}, name: {}};

  constructor() {
    super();
    /** @type {any} */
    this.schema = {};
    this.raw = false;
    /** @type {Record<string, string>} by path */
    this.wrong = {};
    this.busy = false;
    this.name = '';
    /** @type {any} */
    this.value = {};
  }

  willUpdate(changed) {
    if (changed.has('schema')) {
      this.value = defaults(this.schema);
      this.wrong = {};
    }
  }

  render() {
    return html`
      <form class="stack" novalidate @submit=${this.#submit} aria-label="Call ${this.name}">
        <label class="check tiny"><input type="checkbox" .checked=${this.raw} @change=${(event) => (this.raw = event.target.checked)}>Type the arguments as JSON</label>
        ${this.raw ? this.#json([], this.schema, 'Arguments', 8) : this.#members(this.schema, [], 0)}
        <div class="row"><button class="button primary" ?disabled=${this.busy}>${this.busy ? html`<span class="wait" aria-hidden="true"></span>` : nothing}Call ${this.name}</button></div>
      </form>`;
  }

  /** @param {any} schema @param {string[]} at @param {number} depth */
  #members(schema, at, depth) {
    const members = Object.entries(schema.properties ?? {});
    if (members.length === 0) return html`<p class="small quiet">It takes no arguments.</p>`;
    return members.map(([name, member]) => this.#member(name, member, [...at, name], (schema.required ?? []).includes(name), depth));
  }

  #member(name, schema, at, required, depth) {
    const type = typeOf(schema);
    const id = `arg-${at.join('-')}`;
    const label = html`${schema.title ?? name}${required ? html` <span class="quiet" title="required">*</span>` : nothing}`;
    const wrong = this.wrong[at.join('.')];
    const about = html`${schema.description ? html`<span class="hint" id="${id}-hint">${schema.description}</span>` : nothing}${wrong ? html`<span class="wrong" id="${id}-wrong" role="alert">${wrong}</span>` : nothing}`;
    const described = `${schema.description ? `${id}-hint` : ''} ${wrong ? `${id}-wrong` : ''}`.trim() || nothing;
    if (type === 'object' && schema.properties && depth < DEEPEST) {
      return html`<fieldset class="stack"><legend class="small">${label}</legend>${about}${this.#members(schema, at, depth + 1)}</fieldset>`;
    }
    if (type === 'boolean') {
      return html`<div class="field"><label class="check" for=${id}><input id=${id} type="checkbox" aria-describedby=${described} .checked=${this.#get(at) === true} @change=${(event) => this.#set(at, event.target.checked)}>${label}</label>${about}</div>`;
    }
    if (schema.enum) {
      return html`<div class="field"><label for=${id}>${label}</label><select id=${id} aria-describedby=${described} @change=${(event) => this.#set(at, event.target.value === '' ? undefined : schema.enum[Number(event.target.value)])}>
        <option value="">–</option>${schema.enum.map((each, i) => html`<option value=${i} ?selected=${this.#get(at) === each}>${String(each)}</option>`)}</select>${about}</div>`;
    }
    if (type === 'number' || type === 'integer') {
      return html`<div class="field"><label for=${id}>${label}</label><input id=${id} type="number" step=${type === 'integer' ? 1 : 'any'} min=${schema.minimum ?? nothing} max=${schema.maximum ?? nothing} aria-required=${required} aria-invalid=${!!wrong} aria-describedby=${described}
        .value=${String(this.#get(at) ?? '')} @input=${(event) => this.#set(at, event.target.value === '' ? undefined : event.target.valueAsNumber)}>${about}</div>`;
    }
    if (type === 'array' && ['string', 'number', 'integer'].includes(typeOf(schema.items ?? {}))) {
      const read = (text) => text.split('\n').filter((line) => line !== '').map((line) => (typeOf(schema.items) === 'string' ? line : Number(line)));
      return html`<div class="field"><label for=${id}>${label}</label><textarea id=${id} rows="3" aria-describedby=${described} placeholder="one on each line" .value=${(this.#get(at) ?? []).join('\n')} @input=${(event) => this.#set(at, event.target.value === '' ? undefined : read(event.target.value))}></textarea>${about}</div>`;
    }
    if (type === 'string') {
      const long = LONG.test(name) || (schema.maxLength ?? 0) > 200;
      const set = (event) => this.#set(at, event.target.value === '' ? undefined : event.target.value);
      return html`<div class="field"><label for=${id}>${label}</label>${long
        ? html`<textarea id=${id} rows="3" aria-required=${required} aria-invalid=${!!wrong} aria-describedby=${described} .value=${this.#get(at) ?? ''} @input=${set}></textarea>`
        : html`<input id=${id} type=${schema.format === 'date' ? 'date' : 'text'} autocomplete="off" aria-required=${required} aria-invalid=${!!wrong} aria-describedby=${described} .value=${this.#get(at) ?? ''} @input=${set}>`}${about}</div>`;
    }
    return this.#json(at, schema, label, 4);
  }

  /** @param {string[]} at */
  #json(at, schema, label, rows) {
    const id = `arg-${at.join('-') || 'all'}`;
    const key = at.join('.');
    const value = at.length === 0 ? this.value : this.#get(at);
    return html`<div class="field"><label for=${id}>${label}</label><textarea class="mono" id=${id} rows=${rows} spellcheck="false" aria-invalid=${!!this.wrong[key]} .value=${value === undefined ? '' : JSON.stringify(value, null, 2)}
      @change=${(event) => this.#parsed(at, event.target.value)}></textarea><span class="hint">JSON${schema.description ? `: ${schema.description}` : ''}</span>${this.wrong[key] ? html`<span class="wrong" role="alert">${this.wrong[key]}</span>` : nothing}</div>`;
  }

  /** @param {string[]} at @param {string} text */
  #parsed(at, text) {
    const {[at.join('.')]: _, ...others} = this.wrong;
    try {
      this.#set(at, text.trim() === '' ? (at.length === 0 ? {} : undefined) : JSON.parse(text));
      this.wrong = others;
    } catch (error) {
      this.wrong = {...others, [at.join('.')]: `This is no JSON: ${error.message}`};
    }
  }

  /** @param {string[]} at */
  #get(at) {
    return at.reduce((value, name) => value?.[name], this.value);
  }

  /** @param {string[]} at @param {unknown} value */
  #set(at, value) {
    if (at.length === 0) {
      this.value = value;
      return;
    }
    let target = this.value;
    for (const name of at.slice(0, -1)) target = target[name] ??= {};
    const last = /** @type {string} */ (at.at(-1));
    if (value === undefined) delete target[last];
    else target[last] = value;
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    if (this.raw && Object.keys(this.wrong).length > 0) return;
    this.wrong = this.raw ? {} : missing(this.schema, this.value, []);
    if (Object.keys(this.wrong).length > 0) {
      this.updateComplete.then(() => this.querySelector('[aria-invalid="true"]')?.focus());
      return;
    }
    this.dispatchEvent(new CustomEvent('call', {detail: this.value}));
  }
}

/** @param {any} schema */
function typeOf(schema) {
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type;
  return type ?? (schema.properties ? 'object' : schema.enum ? 'string' : undefined);
}

/** @param {any} schema */
function defaults(schema) {
  const value = {};
  for (const [name, member] of Object.entries(schema?.properties ?? {})) {
    if (member.default !== undefined) value[name] = structuredClone(member.default);
    else if (typeOf(member) === 'object' && (schema.required ?? []).includes(name)) value[name] = defaults(member);
  }
  return value;
}

/** @param {any} schema @param {any} value @param {string[]} at @returns {Record<string, string>} */
function missing(schema, value, at) {
  const wrong = {};
  for (const name of schema.required ?? []) {
    if (value?.[name] === undefined && typeOf(schema.properties?.[name] ?? {}) !== 'boolean') wrong[[...at, name].join('.')] = 'This is required.';
  }
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (typeOf(member) === 'object' && value?.[name]) Object.assign(wrong, missing(member, value[name], [...at, name]));
  }
  return wrong;
}

customElements.define('cadre-schema-form', CadreSchemaForm);
