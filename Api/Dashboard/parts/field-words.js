import { count, countryName, when } from '../core/format.js';
import { innerOf, inputOf } from '../core/forms.js';
import { humane, t, word } from '../core/text.js';

const LONGEST = 160;

const cut = (text) => text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;

/** A value of a form in words, on one line: what a folded entry shows, and what two versions are compared by. */
export function inWords(field, value, beside) {
  if (value === undefined || value === null || value === '')
    return '';
  switch (inputOf(field, beside)) {
    case 'choice': return word(field.vocabulary, value);
    case 'choices': return value.map((code) => word(field.vocabulary, code)).join(', ');
    case 'tags': return value.map(humane).join(', ');
    case 'subject': return /[0-9a-f]{8}-/.test(value) ? '' : value;
    case 'flag': return value ? t(`field.${field.name}`) : '';
    case 'date': return dateInWords(value);
    case 'count': return countInWords(value);
    case 'country': return typeof value === 'string' ? value : countryName(value);
    case 'party': return ['country', 'organization', 'person'].map((name) => name === 'country' ? inWords({ input: 'country' }, value.country) : nameOf(value[name])).find(Boolean) ?? '';
    case 'record': return nameOf(value);
    case 'either': return nameOf(value);
    case 'list': return value.map((entry) => inWords(field.item ?? { input: 'group', fields: field.fields }, entry)).filter(Boolean).join('; ');
    case 'group': return cut(innerOf(field).map((one) => inWords(one, one.name ? value[one.name] : value, value)).filter(Boolean).join(' · '));
    default: return cut(String(value));
  }
}

const nameOf = (record) => record ? record.name ?? record.title ?? record.id ?? '' : '';

/** A date in words, or the text as it is when it is none yet. */
export function dateInWords(text) {
  return isDate(text) ? when(text) : text;
}

/** Whether a text is a date as the API spells it. */
export function isDate(text) {
  const range = /^\[(.*)\.\.(.*)\]$/.exec(text);
  return range ? (range[1] || range[2]) !== '' && range.slice(1).every((end) => end === '' || isDay(end)) : isDay(text.replace(/[~?%]$/, ''));
}

function isDay(text) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (!year || month && !(month >= 1 && month <= 12))
    return false;
  return !day || new Date(Date.UTC(2000, month - 1, day)).getUTCDate() === Number(day) && day >= 1;
}

const whole = (n) => typeof n === 'number' ? n : null;

function countInWords({ low, best, high } = {}) {
  return [low, best, high].every((n) => n === undefined || n === null) ? '' : count({ low: whole(low), best: whole(best), high: whole(high) });
}
