import { html, nothing } from '../core/element.js';
import { countryName, partyName } from '../core/format.js';
import { partyOf, path } from '../core/records.js';
import { href } from '../core/router.js';
import { currentLanguage, t, word } from '../core/text.js';

const isSaid = (content) => content !== null && content !== undefined && content !== '' && content !== nothing && !(Array.isArray(content) && !content.length);

/** A list of definitions: [[label, content]]; what has no content is left out. Several contents of one label stand below each other. */
export function facts(rows) {
  const said = rows.filter(([, content]) => isSaid(content));
  return said.length
    ? html`<dl class="about">${said.map(([label, content]) => html`<div><dt>${label}</dt>${[content].flat().map((one) => html`<dd dir="auto">${one}</dd>`)}</div>`)}</dl>`
    : nothing;
}

/** Codes or words side by side. */
export const chips = (items) => items.length ? html`<ul class="chips">${items.map((item) => html`<li>${item}</li>`)}</ul>` : nothing;

/** A country that leads to its page. */
export const countryLink = (country) => html`<a href=${href(path({ kind: 'country', id: country.code }))}><bdi>${countryName(country)}</bdi></a>`;

/** Who takes part, leading to its page; a name that is withheld leads nowhere. */
export function partyLink(party) {
  const record = partyOf(party);
  return record ? html`<a href=${href(path(record))}><bdi>${partyName(party)}</bdi></a>` : html`<span class="none">${t('withheld')}</span>`;
}

/** Another record by its reference: {id, name | title}. */
export const recordLink = (kind, { id, name, title }) => html`<a href=${href(path({ kind, id }))} dir="auto">${name ?? title}</a>`;

/** An address outside; one that a browser could run is shown as text. */
export const outside = (url, words = url) => /^https?:\/\//i.test(url)
  ? html`<a href=${url} rel="noopener noreferrer nofollow" dir="ltr">${words}</a>`
  : html`<span dir="ltr">${url}</span>`;

/** Its names in other systems. */
export const externalIds = (ids = []) => ids.map(({ scheme, value }) => html`<span class="scheme">${scheme}</span> ${
  scheme === 'wikidata' && /^Q\d+$/.test(value) ? outside(`https://www.wikidata.org/wiki/${value}`, value) : html`<bdi>${value}</bdi>`}`);

const languages = new Map();

/** A language by its code (BCP 47), in the language of the desk. */
export function languageName(code) {
  if (!languages.has(currentLanguage()))
    languages.set(currentLanguage(), new Intl.DisplayNames([currentLanguage()], { type: 'language' }));
  try {
    return languages.get(currentLanguage()).of(code);
  } catch {
    return code; // It is no well-formed code.
  }
}

/** Other names of a person or an organization, each in its own script, with what kind of name it is. */
export const otherNames = (names = []) => names.map(({ name, lang, kind }) => html`<bdi lang=${lang ?? nothing}>${name}</bdi>
  <span class="kind">${[kind ? word('nameKind', kind) : null, lang ? languageName(lang) : null].filter(Boolean).join(', ')}</span>`);
