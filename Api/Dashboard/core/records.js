// Where each kind of record has its page, and its place in the API.

const collections = { event: 'events', country: 'countries', person: 'people', organization: 'organizations', sanction: 'sanctions', report: 'reports' };

/** The path of a record, in the desk and, behind /v1, in the API: {kind, id} to "/people/0190…". */
export const path = ({ kind, id }) => `/${collections[kind]}/${encodeURIComponent(id)}`;

/** The collection of a kind: "person" to "people". */
export const collectionOf = (kind) => collections[kind];

/** The kinds of records, as the API names them. */
export const kinds = Object.keys(collections);

/** Which kind a reference inside another record has: {country} or {organization} or {person}, as {kind, id, name}. */
export function partyOf(party) {
  if (party.country)
    return { kind: 'country', id: party.country.code, name: party.country.name };
  for (const kind of ['organization', 'person']) {
    if (party[kind]?.id)
      return { kind, id: party[kind].id, name: party[kind].name };
  }
  return null;
}
