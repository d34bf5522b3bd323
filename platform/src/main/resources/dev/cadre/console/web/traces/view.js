import {html} from 'lit';
import {CadreElement} from '../core/element.js';
customElements.define('cadre-traces', class extends CadreElement { render() { return html`<div class="page"><h1>traces</h1></div>`; } });
