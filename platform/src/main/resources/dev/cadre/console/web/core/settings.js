/** What this browser keeps: whom it signs in as, whom it acts for, how it looks. Tells its listeners of every change. */

/** @typedef {'auto' | 'light' | 'dark'} Theme */

const THEME = 'cadre.theme';
const PERSON = 'cadre.person';
const TOKEN = 'cadre.token';
/** Before the names of what was typed and not sent. */
export const DRAFT = 'cadre.draft.';

class Settings extends EventTarget {
  /** A token is a secret: it ends with the tab. */
  get token() {
    return sessionStorage.getItem(TOKEN) ?? '';
  }

  set token(value) {
    this.#keep(sessionStorage, TOKEN, value);
  }

  /** Whom agents work for; empty for whoever the token says, or anonymous. */
  get person() {
    return localStorage.getItem(PERSON) ?? '';
  }

  set person(value) {
    this.#keep(localStorage, PERSON, value.trim());
  }

  /** @returns {Theme} */
  get theme() {
    const kept = localStorage.getItem(THEME);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  }

  set theme(value) {
    this.#keep(localStorage, THEME, value === 'auto' ? '' : value);
    this.show();
  }

  /** Signs out, and leaves nothing here of what was said or begun. */
  leave() {
    sessionStorage.clear();
    Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)).forEach((key) => localStorage.removeItem(key));
    this.dispatchEvent(new Event('change'));
  }

  /** Puts the theme on the page. */
  show() {
    const theme = this.theme;
    if (theme === 'auto') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
  }

  /** @param {Storage} storage @param {string} key @param {string} value */
  #keep(storage, key, value) {
    if (value === '') {
      storage.removeItem(key);
    } else {
      storage.setItem(key, value);
    }
    this.dispatchEvent(new Event('change'));
  }
}

export const settings = new Settings();
