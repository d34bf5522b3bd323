import {html, nothing} from 'lit';
import {nameOf} from '../core/agents.js';
import {agentBadge, title} from '../core/format.js';
import {icon} from '../core/icons.js';

const MOST = 8;

/** Before anything was said: who this is, and what it can draw on. @param {import('../core/agents.js').Agent} agent @param {any} facts its file, once known */
export function hello(agent, facts) {
  const tools = facts?.tools ?? [];
  const agents = tools.filter((tool) => tool.agent);
  const others = tools.filter((tool) => !tool.agent);
  const more = others.length - MOST;
  return html`
    <div class="empty hello"><span class="face">${agentBadge(agent.name)}</span><strong>${title(agent.name)}</strong>
      <p>${facts?.description ?? 'Say something to begin.'}</p>
      ${agents.length > 0 ? html`<p class="row draws"><span class="tiny">Leads</span>${agents.map((tool) => agentBadge(nameOf(tool.agent)))}</p>` : nothing}
      ${others.length > 0 ? html`<p class="row draws"><span class="tiny">Uses</span>${others.slice(0, MOST).map((tool) => html`<span class="pill">${nameOf(tool)}</span>`)}${more > 0 ? html`<span class="tiny">and ${more} more</span>` : nothing}</p>` : nothing}
      ${facts?.memory?.use ? html`<p class="row draws tiny">${icon('memory')}Remembers whom it talks with</p>` : nothing}
    </div>`;
}
