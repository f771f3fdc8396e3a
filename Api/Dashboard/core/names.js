// The names of records that an address names by their id.

import { get } from './api.js';
import { countryName } from './format.js';
import { path } from './records.js';
import { asOf } from './router.js';

const names = new Map();
let countries;

/** Each country by its code, read once. */
export const allCountries = () => countries ??= get('/v1/countries', { limit: 1000, fields: 'code,name,numeric' })
  .then(({ items }) => new Map(items.map((country) => [country.code, country])), (failure) => {
    countries = undefined;
    throw failure;
  });

/** Keeps a name that is known already. */
export const keepName = ({ kind, id, name }) => name && names.set(keyOf(id), { kind, name });

/** The name of a record of one of these kinds, or null while it is not known; the part is drawn anew when it is. */
export function nameOf(kinds, id, part) {
  const key = keyOf(id);
  if (!names.has(key)) {
    names.set(key, null);
    read(kinds, id).then((known) => {
      names.set(key, known);
      part.requestUpdate();
    }, () => names.delete(key));
  }
  const known = names.get(key);
  return known && (known.kind === 'country' ? countryName({ code: id, name: known.name }) : known.name);
}

const keyOf = (id) => `${id}/${asOf()}`;
const isId = (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** A name, or null where there is no such record. */
async function read(kinds, id) {
  if (!isId(id)) {
    const country = kinds.includes('country') ? (await allCountries()).get(id) : null;
    return country ? { kind: 'country', name: country.name } : null;
  }
  for (const kind of kinds.filter((kind) => kind !== 'country')) {
    try {
      const { name, title } = await get(`/v1${path({ kind, id })}`, { asOf: asOf() });
      return { kind, name: name ?? title };
    } catch (failure) {
      if (![404, 410].includes(failure.status))
        throw failure;
    }
  }
  return null;
}
