import { html, nothing } from '../core/element.js';
import { count, countryName, period } from '../core/format.js';
import { href, asOf } from '../core/router.js';
import { t, word } from '../core/text.js';

/** One event in a list: when, what, who, how many. */
export const eventRow = (event) => eventRowWith(event, nothing);

/** The same, with something more below. */
export const eventRowWith = (event, more) => html`<li class="event-row" data-group=${event.group ?? nothing}>
  <span class="date">${period(event.start, event.end, { short: true })}</span>
  <a href=${href(`/events/${event.id}`)} dir="auto">${event.title}</a>
  <span class="facts"><span class="type">${word('type', event.type)}</span>${occurrence(event)}${figure(event)}${sides(event)}${sure(event)}</span>${more === nothing ? nothing : html`<div class="more">${more}</div>`}
</li>`;

/** That an event did not simply occur: announced, ongoing, cancelled, denied. */
export const occurrence = ({ occurrence }) => occurrence && occurrence !== 'occurred' ? html`<span class="tag" data-occurrence=${occurrence}>${word('occurrence', occurrence)}</span>` : nothing;

/** How sure an event is, when that is worth a word in a list. */
const sure = ({ verification, workflow }) => html`${verification && !['reported', 'corroborated', 'official'].includes(verification) ? html`<span class="tag" data-verification=${verification}>${word('verification', verification)}</span>` : nothing}${workflow && workflow !== 'published' ? html`<span class="tag" data-workflow=${workflow}>${word('workflow', workflow)}</span>` : nothing}`;

/** The largest figure of an event that is no part of another within it, or null when no number is known. */
export function largest({ headcounts = [] }) {
  const whole = headcounts.filter((it) => !it.of || it.of.event).sort((a, b) => (b.high ?? b.best ?? b.low ?? -1) - (a.high ?? a.best ?? a.low ?? -1))[0];
  return whole && (whole.low ?? whole.best ?? whole.high) !== null ? whole : null;
}

function figure(event) {
  const whole = largest(event);
  return whole ? html`<span class="count">${t('people.count', { count: count(whole) })}</span>` : nothing;
}

/** Its countries, those who act first. */
export function countriesOf({ participants = [] }) {
  const countries = new Map();
  for (const { country, onBehalfOf } of participants) {
    for (const one of [country, onBehalfOf]) {
      if (one)
        countries.set(one.code, one);
    }
  }
  return [...countries.values()];
}

const sides = (event) => countriesOf(event).slice(0, 4).map((country) => html`<span class="country"><bdi>${countryName(country)}</bdi></span>`);

/** A list of events as the API gave it, with the step to its next page when there is one. */
export const eventList = (events) => events.length
  ? html`<ol class="events">${events.map(eventRow)}</ol>`
  : html`<p class="none">${t(asOf() ? 'events.noneThen' : 'events.none')}</p>`;
