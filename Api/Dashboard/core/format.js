// Numbers, dates and names as a reader reads them.

import { currentLanguage, locale, t } from './text.js';

export const number = (n) => n.toLocaleString(locale());

/** A count as far as it is known: "123", "8–9, most likely 9", "at least 5", "number unknown". */
export function count({ low = null, best = null, high = null } = {}) {
  if (low === null && best === null && high === null)
    return t('count.unknown');
  if (low !== null && low === high)
    return number(low);
  if (low !== null && high !== null)
    return best !== null && best !== low && best !== high
      ? t('count.rangeBest', { low, high, best })
      : best === null ? t('count.range', { low, high }) : t('count.rangeBest', { low, high, best });
  if (low !== null)
    return t('count.atLeast', { low });
  if (high !== null)
    return t('count.atMost', { high });
  return t('count.about', { best });
}

/** The one number to show of a count, or null. */
export const likely = (count) => count ? count.best ?? count.low ?? count.high : null;

const formats = new Map();

function format(options) {
  const key = locale() + JSON.stringify(options);
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...options }));
  return formats.get(key);
}

/** A calendar day, month or year ("2025-12-13", "2025-12", "2025") in words. */
function plainDay(text, { short = false } = {}) {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, (month ?? 1) - 1, day ?? 1);
  return format(day ? { year: 'numeric', month: short ? 'short' : 'long', day: 'numeric' } : month ? { year: 'numeric', month: short ? 'short' : 'long' } : { year: 'numeric' }).format(date);
}

/**
 * A date with its uncertainty in words: "13 December 2025", "about December 2025", "between 11 and 15 September 2025",
 * "by 13 December 2025".
 * @param {{value: string} | string} date as the API gives it
 */
export function when(date, { short = false } = {}) {
  const text = typeof date === 'string' ? date : date?.value;
  if (!text)
    return t('date.unknown');
  if (text[0] === '[') {
    const [from, to] = text.slice(1, -1).split('..');
    if (!from)
      return t('date.by', { day: plainDay(to, { short }) });
    if (!to)
      return t('date.since', { day: plainDay(from, { short }) });
    return t('date.between', { from: plainDay(from, { short }), to: plainDay(to, { short }) });
  }
  const mark = /[~?%]$/.exec(text)?.[0];
  const day = plainDay(mark ? text.slice(0, -1) : text, { short });
  return mark ? t({ '~': 'date.about', '?': 'date.perhaps', '%': 'date.aboutPerhaps' }[mark], { day }) : day;
}

/** A duration: from its start to its end, each as it is known. */
export const period = (start, end, options) => end ? t('date.fromTo', { from: when(start, options), to: when(end, options) }) : when(start, options);

/** An instant of the ledger, in the reader's time zone. */
export const instant = (text) => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text));

/** How long ago an instant was: "5 minutes ago". */
export function ago(text, now = Date.now()) {
  const seconds = Math.round((new Date(text) - now) / 1000);
  const style = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  for (const [unit, length] of [['day', 86_400], ['hour', 3_600], ['minute', 60]]) {
    if (Math.abs(seconds) >= length)
      return style.format(Math.trunc(seconds / length), unit);
  }
  return style.format(Math.min(0, seconds), 'second');
}

let regions;
let regionsOf;

/** A country's name in the language of the desk; the record's own name in English and where the browser knows none. */
export function countryName({ code, name }) {
  if (currentLanguage() === 'en' || !/^[A-Z]{2}$/.test(code))
    return name ?? code;
  if (regionsOf !== currentLanguage())
    [regions, regionsOf] = [new Intl.DisplayNames([currentLanguage()], { type: 'region', fallback: 'none' }), currentLanguage()];
  return regions.of(code) ?? name ?? code;
}

/** Who takes part: a country, an organization or a person, whichever it is. */
export const partyName = (party) => party.country ? countryName(party.country) : (party.organization ?? party.person)?.name ?? t('withheld');
