import {svg, html} from 'lit';

/** Drawn for a 24 by 24 grid, 1.75 wide. */
const PATHS = {
  chat: svg`<path d="M4 5h16v11H9l-5 4z"/>`,
  agents: svg`<rect x="5" y="8" width="14" height="11" rx="3"/><path d="M12 8V4M9 13v1M15 13v1"/>`,
  traces: svg`<path d="M4 6h9M8 12h9M12 18h8"/>`,
  memory: svg`<ellipse cx="12" cy="6" rx="7" ry="3"/><path d="M5 6v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3"/>`,
  tools: svg`<path d="M14.5 6.5a4 4 0 0 0-5.3 5L4 16.700V20h3.300l5.200-5.200a4 4 0 0 0 5-5.300L15 12l-3-3z"/>`,
  servers: svg`<rect x="4" y="4" width="16" height="7" rx="2"/><rect x="4" y="13" width="16" height="7" rx="2"/><path d="M8 7.500h.01M8 16.500h.01"/>`,
  usage: svg`<path d="M4 20V10M10 20V4M16 20v-7M21 20H3"/>`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h16"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  send: svg`<path d="M12 19V5M6 11l6-6 6 6"/>`,
  stop: svg`<rect x="7" y="7" width="10" height="10" rx="1.500"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  clip: svg`<path d="M19 11l-7.500 7.500a4.500 4.500 0 0 1-6.400-6.400l8-8a3 3 0 0 1 4.300 4.300l-8 8a1.500 1.500 0 0 1-2.100-2.100L14.500 7"/>`,
  retry: svg`<path d="M20 11a8 8 0 1 0-2.300 6.300M20 5v6h-6"/>`,
  link: svg`<path d="M10 14a4 4 0 0 0 6 .4l2.500-2.500a4 4 0 0 0-5.700-5.700L11.500 7.500M14 10a4 4 0 0 0-6-.4L5.500 12a4 4 0 0 0 5.700 5.700l1.300-1.200"/>`,
  check: svg`<path d="M5 12.500l4.500 4.500L19 7.500"/>`,
  alert: svg`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.500 20a7.500 7.500 0 0 1 15 0"/>`,
  history: svg`<path d="M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 1.500"/>`,
  search: svg`<circle cx="11" cy="11" r="6.500"/><path d="M16 16l4.500 4.500"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600L7 7M17 17l1.400 1.400M18.400 5.600L17 7M7 17l-1.400 1.400"/>`,
  moon: svg`<path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z"/>`,
  auto: svg`<circle cx="12" cy="12" r="8"/><path d="M12 4v16M12 8l5.500-1M12 12h8M12 16l5.500 1"/>`,
  trash: svg`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5"/>`,
  split: svg`<path d="M4 12h5l4-6h7M9 12l4 6h7M17 3l3 3-3 3M17 15l3 3-3 3"/>`,
  down: svg`<path d="M6 9l6 6 6-6"/>`,
  map: svg`<circle cx="6" cy="6" r="2.500"/><circle cx="18" cy="9" r="2.500"/><circle cx="9" cy="18" r="2.500"/><path d="M8.400 6.600l7.200 1.800M7 8.300l1.400 7.300M16.200 10.800l-5.400 5.400"/>`,
  file: svg`<path d="M7 3h7l4 4v14H7zM14 3v4h4"/>`,
  pause: svg`<path d="M9 6v12M15 6v12"/>`,
  play: svg`<path d="M8 5.500v13l10-6.500z"/>`,
  pin: svg`<path d="M6 4h12v16l-6-4.500L6 20z"/>`,
  out: svg`<path d="M10 4H5v16h5M15 8l4 4-4 4M19 12h-9"/>`,
};

/** Says nothing to a screen reader: what it stands beside, or its button's label, does. @param {keyof typeof PATHS} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name]}</svg>`;
}
