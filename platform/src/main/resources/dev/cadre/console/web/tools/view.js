import {html} from 'lit';
import {CadreElement} from '../core/element.js';
customElements.define('cadre-tools', class extends CadreElement { render() { return html`<div class="page"><h1>tools</h1></div>`; } });
