import {html} from 'lit';
import {CadreElement} from '../core/element.js';
customElements.define('cadre-usage', class extends CadreElement { render() { return html`<div class="page"><h1>usage</h1></div>`; } });
