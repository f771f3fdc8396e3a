import { html, nothing } from '../core/element.js';
import { countryName } from '../core/format.js';
import { path } from '../core/records.js';
import { href } from '../core/router.js';
import { humane, word } from '../core/text.js';
import { chips } from './facts.js';

const link = (kind, id, name) => html`<a href=${href(path({ kind, id }))} dir="auto">${name}</a>`;
const named = (country) => html`<span class="country"><bdi>${countryName(country)}</bdi></span>`;

/** One person in a list: name, citizenship, what for known. */
export const personRow = ({ id, name, description, citizenships = [], tags = [] }) => html`<li class="record-row">
  ${link('person', id, name)} <span class="facts">${citizenships.map(named)}${description ? html`<span dir="auto">${description}</span>` : nothing}</span>${chips(tags.map(humane))}
</li>`;

/** One organization in a list: name, type, country. */
export const organizationRow = ({ id, name, type, country }) => html`<li class="record-row">
  ${link('organization', id, name)} <span class="facts">${type ? html`<span>${word('organizationType', type)}</span>` : nothing}${country ? named(country) : nothing}</span>
</li>`;

/** One country in a list: name, code, where it lies. */
export const countryRow = (country) => html`<li class="record-row">
  ${link('country', country.code, countryName(country))} <span class="facts"><span>${country.code}</span>${country.subregion ?? country.region ? html`<span>${country.subregion ?? country.region}</span>` : nothing}</span>
</li>`;
