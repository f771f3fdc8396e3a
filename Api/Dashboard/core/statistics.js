// Counts that several views ask for.

import { get } from './api.js';
import { allCountries } from './names.js';
import { asOf } from './router.js';

const FEW_YEARS = 3;

/** The roles by which the API counts countries apart; empty for any. */
export const mapRoles = ['', 'actor', 'target'];

/** How many of the events that are asked for have which country in a role, as a map takes it: [{code, name, numeric, value}]. */
export async function byCountry(asked, role, signal) {
  const by = role ? `country.${role}` : 'country';
  const [facets, countries] = await Promise.all([get('/v1/events/facets', { ...asked, by, limit: 300, asOf: asOf() }, { signal }), allCountries()]);
  return facets.items[0].values.map((value) => ({ ...value[by], numeric: countries.get(value[by].code)?.numeric, value: value.events }));
}

/** A series by year; by month where it has few years. `years` holds it by year in any case: fewer events are too vaguely dated for that. */
export async function byYearOrMonth(asked, signal) {
  const ask = (interval) => get('/v1/events/series', { ...asked, interval, asOf: asOf() }, { signal });
  const years = await ask('year');
  const series = years.items.length > FEW_YEARS || !years.items.length ? years : await ask('month');
  return { ...series, years: years.items };
}
