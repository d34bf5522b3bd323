import {html, nothing} from 'lit';
import {CadreElement} from '../core/element.js';
import {code, duration, number, title} from '../core/format.js';
import {icon} from '../core/icons.js';
import {Load} from '../core/load.js';
import {router, to} from '../core/router.js';
import {call, sources, tools} from './mcp.js';
import './form.js';

const LONGEST = 120_000;

/** Every tool that can be called from here, and a form to call it: /console/tools/SOURCE/TOOL. */
class CadreTools extends CadreElement {
  static properties = {route: {attribute: false}, filter: {state: true}, outcome: {state: true}, busy: {state: true}, heard: {state: true}};

  constructor() {
    super();
    this.route = router.route;
    this.filter = '';
    /** @type {{tool: string, took: number, answer?: any, problem?: string} | undefined} */
    this.outcome = undefined;
    this.busy = false;
    /** The last that a tool said of its progress. @type {import('./mcp.js').Progress | undefined} */
    this.heard = undefined;
    this.under = new AbortController();
    this.all = new Load(this, (signal) => this.#ask(signal));
  }

  /** A source that does not answer is shown with what it said, and keeps the others from nothing. */
  async #ask(signal) {
    return Promise.all((await sources(signal)).map(async (source) => {
      try {
        return {source, tools: await tools(source, signal), problem: ''};
      } catch (error) {
        return {source, tools: [], problem: error.message};
      }
    }));
  }

  willUpdate(changed) {
    if (!changed.has('route')) return;
    this.outcome = undefined;
    this.under.abort();
  }

  render() {
    return html`<div class="page wide">
      <div class="page-head"><div><h1>Tools</h1><p>What the platform, its MCP servers and its gateways can do. Try any of it.</p></div></div>
      ${this.all.render((all) => this.#shown(all))}</div>`;
  }

  #shown(all) {
    const [sourceId, name] = this.route.parts;
    const at = all.find(({source}) => source.id === sourceId);
    const tool = at?.tools.find((each) => each.name === name);
    return html`
      <div class="tools-split" data-chosen=${tool ? 'yes' : 'no'}>
        <nav class="stack" aria-label="Tools">
          <input type="search" aria-label="Find a tool" placeholder="Find a tool" @input=${(event) => (this.filter = event.target.value.toLowerCase())}>
          ${all.map((each) => this.#source(each, sourceId, name))}</nav>
        <div class="tool-pane">${tool ? this.#tool(at.source, tool) : html`<div class="empty">${icon('tools')}<strong>Choose a tool</strong><p>A form is made of its schema.</p></div>`}</div>
      </div>`;
  }

  #source({source, tools: list, problem}, sourceId, name) {
    const shown = list.filter((tool) => `${tool.name} ${tool.description ?? ''}`.toLowerCase().includes(this.filter));
    return html`
      <section class="stack tool-source" aria-label=${source.name}>
        <h2 class="row apart"><span>${title(source.name)}</span><span class="tiny quiet">${source.kind}</span></h2>
        ${problem ? html`<p class="small bad-text">${problem}</p>` : nothing}
        <ul role="list">${shown.map((tool) => html`
          <li><a href=${to('tools', source.id, tool.name)} aria-current=${source.id === sourceId && tool.name === name ? 'page' : 'false'}>
            <span class="mono cut">${tool.name}</span><span class="tiny quiet cut">${(tool.description ?? '').split('\n')[0]}</span></a></li>`)}</ul>
      </section>`;
  }

  #tool(source, tool) {
    return html`
      <p class="crumbs back"><a href=${to('tools')}>Tools</a> / <span class="mono">${tool.name}</span></p>
      <section class="card pad stack" aria-label=${tool.name}>
        <h2 class="mono">${tool.name}</h2>
        ${tool.description ? html`<p class="small prose">${tool.description}</p>` : nothing}
        <cadre-schema-form .schema=${tool.inputSchema ?? {}} .name=${tool.name} .busy=${this.busy} @call=${(event) => this.#call(source, tool, event.detail)}></cadre-schema-form>
        <details class="fold"><summary>Schema</summary>${code(tool.inputSchema)}</details>
      </section>
      ${this.busy ? this.#working() : nothing}
      <div aria-live="polite">${this.outcome?.tool === tool.name ? this.#outcome(this.outcome) : nothing}</div>`;
  }

  #working() {
    const {progress, total, message} = this.heard ?? {};
    return html`
      <section class="card pad stack working" role="status" aria-label="Under way">
        <div class="row"><span class="wait" aria-hidden="true"></span><span class="small grow">${message ?? 'The tool works.'}</span>
          <button class="button small" @click=${() => this.under.abort()}>${icon('stop')}Stop</button></div>
        ${progress === undefined ? nothing : html`<progress max=${total ?? nothing} .value=${total ? progress : undefined} aria-label="Progress"></progress>
          <p class="tiny quiet">${number(progress)}${total ? ` of ${number(total)}` : ''}</p>`}
      </section>`;
  }

  #outcome({took, answer, problem}) {
    const failed = problem || answer?.isError;
    return html`
      <section class="card pad stack outcome" aria-label="Answer">
        <p class="row"><span class="pill ${failed ? 'bad' : 'good'}"><span class="dot" aria-hidden="true"></span>${failed ? 'failed' : 'answered'}</span><span class="small quiet">in ${duration(took * 1000)}</span></p>
        ${problem ? html`<p class="small">${problem}</p>` : (answer.structuredContent ? code(answer.structuredContent) : answer.content.map(block))}
      </section>`;
  }

  async #call(source, tool, args) {
    const under = new AbortController();
    this.under = under;
    this.busy = true;
    this.heard = undefined;
    this.outcome = undefined;
    const begun = performance.now();
    const took = () => performance.now() - begun;
    try {
      const answer = await call(source, tool, args, AbortSignal.any([under.signal, AbortSignal.timeout(LONGEST)]), (progress) => (this.heard = {...this.heard, ...progress}));
      this.outcome = {tool: tool.name, took: took(), answer};
    } catch (error) {
      this.outcome = {tool: tool.name, took: took(), problem: under.signal.aborted ? 'You stopped it.' : error.message};
    }
    if (this.under === under) this.busy = false;
  }
}

/** @param {any} content of a tool's answer */
function block(content) {
  if (content.type === 'image') return html`<img class="answer-image" alt="What the tool answered" src="data:${content.mimeType};base64,${content.data}">`;
  if (content.type !== 'text') return code(content);
  try {
    return code(JSON.parse(content.text));
  } catch {
    return code(content.text);
  }
}

customElements.define('cadre-tools', CadreTools);
