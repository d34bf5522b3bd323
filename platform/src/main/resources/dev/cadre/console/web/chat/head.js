import {html, nothing} from 'lit';
import {title} from '../core/format.js';
import {icon} from '../core/icons.js';
import {router, to} from '../core/router.js';
import {settings} from '../core/settings.js';

/**
 * What stands over a conversation: with whom one talks, as whom, and what can be shown beside it.
 *
 * @param {import('../core/agents.js').Agent[]} all
 * @param {import('../core/agents.js').Agent} agent
 * @param {{memory: boolean, shows: string, toggle: (panel: 'memory' | 'conversations') => void}} panels
 */
export function head(all, agent, {memory, shows, toggle}) {
  return html`
    <header class="talk-head">
      <button class="button bare icon-only menu" aria-label="Menu" aria-haspopup="dialog" @click=${() => document.dispatchEvent(new Event('cadre-menu'))}>${icon('menu')}</button>
      <h1 class="unseen">Chat with ${title(agent.name)}</h1>
      <label class="unseen" for="chat-agent">Agent</label>
      <select id="chat-agent" .value=${agent.id} @change=${(event) => router.go(to('chat', event.target.value))}>
        ${all.map((each) => html`<option value=${each.id} ?selected=${each.id === agent.id}>${title(each.name)}${each.status === 'READY' ? '' : ` (${each.status.toLowerCase()})`}</option>`)}
      </select>
      <label class="person" title="Whom the agent talks with">${icon('person')}<span class="unseen">Act as</span>
        <input type="text" placeholder="Act as…" autocomplete="off" spellcheck="false" maxlength="128" .value=${settings.person} @change=${(event) => (settings.person = event.target.value)}></label>
      <span class="grow"></span>
      ${memory ? html`<button class="button bare toggle" aria-label="Memory" aria-expanded=${shows === 'memory'} @click=${() => toggle('memory')}>${icon('memory')}<span class="wide">Memory</span></button>` : nothing}
      <button class="button bare toggle narrow" aria-expanded=${shows === 'conversations'} @click=${() => toggle('conversations')}>${icon('history')}<span class="unseen">Conversations</span></button>
      <a class="button bare icon-only narrow" href=${to('chat', agent.id)} aria-label="New conversation">${icon('plus')}</a>
    </header>`;
}
