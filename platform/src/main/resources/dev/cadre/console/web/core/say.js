/** Words for the moment: shown in a corner, and read to those who do not see it. */

const SHOWN = 5_000;

/** @param {string} text */
export function say(text) {
  document.dispatchEvent(new CustomEvent('cadre-say', {detail: {text, for: SHOWN}}));
}

/** Asks before something is lost. @param {string} question @param {string} action what its button says @returns {Promise<boolean>} */
export function confirmed(question, action) {
  return new Promise((resolve) => document.dispatchEvent(new CustomEvent('cadre-ask', {detail: {question, action, resolve}})));
}
