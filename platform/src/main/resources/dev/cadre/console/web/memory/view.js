import {html} from 'lit';
import {CadreElement} from '../core/element.js';
customElements.define('cadre-memory', class extends CadreElement { render() { return html`<div class="page"><h1>memory</h1></div>`; } });
