import { html, nothing } from '../core/element.js';
import { count, countryName, period } from '../core/format.js';
import { path } from '../core/records.js';
import { href, setQuery } from '../core/router.js';
import { t, word } from '../core/text.js';
import { countriesOf, largest, occurrence } from './event-row.js';

/** The columns by which the API sorts: what a press on their head asks for, first and again. */
const orders = { date: ['-date', 'date'], people: ['-people'] };

/** Events as a table, in the order `sort`. */
export const eventTable = (events, sort) => html`<div class="wide" tabindex="0" role="region" aria-label=${t('events')}><table class="event-table">
  <thead><tr>${head('date', 'chart.when', sort)}<th scope="col">${t('filter.type')}</th><th scope="col">${t('kind.event')}</th><th scope="col">${t('filter.countries')}</th>${head('people', 'filter.people', sort)}<th scope="col">${t('filter.verification')}</th></tr></thead>
  <tbody>${events.map(row)}</tbody>
</table></div>`;

function head(column, key, sort) {
  const [first, again = first] = orders[column];
  const isOn = orders[column].includes(sort);
  return html`<th scope="col" class=${column === 'people' ? 'n' : nothing} aria-sort=${isOn ? (sort[0] === '-' ? 'descending' : 'ascending') : 'none'}>
    <button type="button" class="plain" @click=${() => setQuery({ sort: sort === first ? again : first })}>${t(key)}<span aria-hidden="true">${isOn ? (sort[0] === '-' ? ' ↓' : ' ↑') : ' ↕'}</span></button></th>`;
}

function row(event) {
  const people = largest(event);
  return html`<tr data-group=${event.group ?? nothing}>
    <td class="date">${period(event.start, event.end, { short: true })}</td>
    <td class="type">${word('type', event.type)} ${occurrence(event)}</td>
    <th scope="row"><a href=${href(path({ kind: 'event', id: event.id }))} dir="auto">${event.title}</a></th>
    <td>${countriesOf(event).map((country, i) => html`${i ? ', ' : ''}<bdi>${countryName(country)}</bdi>`)}</td>
    <td class="n">${people ? count(people) : ''}</td>
    <td>${word('verification', event.verification)}</td>
  </tr>`;
}
