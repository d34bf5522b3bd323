import {html} from 'lit';
import {CadreElement} from '../core/element.js';
customElements.define('cadre-servers', class extends CadreElement { render() { return html`<div class="page"><h1>servers</h1></div>`; } });
