import {html} from 'lit';
import {CadreElement} from '../core/element.js';
customElements.define('cadre-agents', class extends CadreElement { render() { return html`<div class="page"><h1>agents</h1></div>`; } });
