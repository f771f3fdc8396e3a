// The words of the desk: one catalogue for each language, English first.

import en from '../strings/en.js';

const PLACE = 'events.language';

/** The languages that there are, by their code (BCP 47), each with its own name. */
export const languages = { en: 'English', de: 'Deutsch' };

const catalogues = { en };
const listeners = new Set();
let language = 'en';
let plurals = new Intl.PluralRules('en');

/** The language of the words (BCP 47). */
export const currentLanguage = () => language;

/** In which way numbers and dates are written: as the reader's browser has it, when it has it in this language. */
export const locale = () => navigator.languages.find((one) => one.split('-')[0] === language) ?? language;

/**
 * A text of the catalogue. {name} in it stands for a parameter; one that depends on a number is an object by plural
 * category ({one, other, …}) and takes the parameter n.
 */
export function t(key, params = {}) {
  const entry = catalogues[language][key] ?? en[key];
  if (entry === undefined)
    return key;
  const text = typeof entry === 'string' ? entry : entry[plurals.select(params.n)] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = params[name];
    return value === undefined ? whole : typeof value === 'number' ? value.toLocaleString(locale()) : value;
  });
}

/** The word for a code of a closed vocabulary, such as ("type", "release"); a code without one is shown as it is. */
export function word(vocabulary, code) {
  const key = `${vocabulary}.${code}`;
  return key in en ? t(key) : humane(code);
}

/** A code of an open vocabulary, readable: "human-rights" as "Human rights". */
export const humane = (code) => code ? code[0].toUpperCase() + code.slice(1).replaceAll('-', ' ') : '';

export async function setLanguage(code) {
  if (!(code in languages))
    return;
  catalogues[code] ??= (await import(`../strings/${code}.js`)).default;
  language = code;
  plurals = new Intl.PluralRules(code);
  document.documentElement.lang = code;
  try {
    localStorage.setItem(PLACE, code);
  } catch {
    // It lasts as long as this page.
  }
  for (const listener of listeners)
    listener();
}

export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The language that was chosen before, or else the first one of the browser's that there is. */
export function startLanguage() {
  let chosen = null;
  try {
    chosen = localStorage.getItem(PLACE);
  } catch {
    // Storage may be forbidden.
  }
  const wanted = chosen ?? navigator.languages.map((one) => one.split('-')[0]).find((one) => one in languages) ?? 'en';
  return wanted === 'en' ? Promise.resolve() : setLanguage(wanted);
}
