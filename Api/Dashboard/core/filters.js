// What lists are narrowed by, as data, and how it stands in the address: under the API's own names and in its own spelling.

const types = {
  custody: ['arrest', 'charge', 'sentence', 'acquittal', 'pardon', 'release', 'transfer', 'deportation', 'death-in-custody'],
  sanctions: ['sanction-threatened', 'sanction-imposed', 'sanction-tightened', 'sanction-eased', 'sanction-suspended', 'sanction-lifted'],
  diplomacy: ['talks', 'agreement', 'pledge', 'demand', 'refusal', 'relations-restored', 'relations-cut'],
  other: ['violence', 'protest', 'election', 'disaster', 'statement', 'other'],
};

/** The groups of events. */
export const groups = Object.keys(types);

/** The roles by which a country is asked for. */
export const roles = ['actor', 'target', 'recipient', 'mediator', 'beneficiary', 'party', 'authority', 'host', 'place', 'destination', 'counted', 'sanction-sender', 'sanction-target', 'citizenship'];

/*
 * A filter has the `name` that it has in the address of the desk, and `asked` where the API's differs; `input` says how it
 * is filled in. One without an input has no field: links lead to it, and it can be taken away.
 */
const words = (name) => ({ name, input: 'words', isSingle: true });
const date = (name) => ({ name, input: 'date', isSingle: true });
const number = (name) => ({ name, input: 'number', isSingle: true });
const country = (name, more) => ({ name, input: 'country', kinds: ['country'], ...more });
const record = (name, kinds = [name]) => ({ name, input: 'record', kinds });
const choice = (name, vocabulary, codes, more) => ({ name, input: 'choice', vocabulary, codes, ...more });
const term = (name, vocabulary) => ({ name, input: 'term', vocabulary });
const parties = ['country', 'organization', 'person'];

/** The filters of each collection, in the order of their fields. */
export const filters = {
  events: [
    words('q'),
    country('country', { hasRoles: true }),
    date('from'),
    date('to'),
    choice('group', 'group', groups, { isOpen: true }),
    choice('type', 'type', types),
    record('person'),
    record('organization'),
    record('sanction'),
    term('topic', 'topics'),
    term('commodity', 'commodities'),
    number('minPeople'),
    choice('verification', 'verification', ['unverified', 'reported', 'corroborated', 'official', 'disputed', 'retracted']),
    choice('occurrence', 'occurrence', ['announced', 'ongoing', 'occurred', 'cancelled', 'denied']),
    choice('workflow', 'workflow', ['draft', 'in-review', 'published', 'archived'], { needsKey: true }),
    { name: 'report', kinds: ['report'] },
    { name: 'linkedTo', kinds: ['event'] },
    { name: 'linked' },
    { name: 'effect', vocabulary: 'effect' },
    { name: 'flag' },
    { name: 'minSources', isSingle: true },
    { name: 'bbox', isSingle: true },
  ],
  people: [country('citizenship'), term('tag', 'tags')],
  organizations: [country('country'), choice('type', 'organizationType', ['government-body', 'igo', 'ngo', 'company', 'armed-group', 'media', 'party', 'other'], { label: 'organizationType', isOpen: true })],
  sanctions: [
    record('sender', parties),
    record('target', parties),
    // The address says with `kind` which collection is shown.
    choice('sanctionKind', 'sanctionKind', ['trade-import', 'trade-export', 'trade-embargo', 'arms', 'military-assistance', 'asset-freeze', 'financial', 'investment', 'travel', 'transport', 'services', 'aid', 'diplomatic', 'other'], { asked: 'kind' }),
    term('commodity', 'commodities'),
    date('inForceOn'),
  ],
  reports: [record('publisher', ['organization']), term('topic', 'topics'), { name: 'derivedFrom', kinds: ['report'] }],
  countries: [
    choice('status', 'countryStatus', ['assigned', 'user-assigned', 'withdrawn', 'local'], { isOpen: true }),
    { name: 'region' },
  ],
};

/** The collections that can be explored. */
export const collections = Object.keys(filters);

const ofDesk = new Set(['kind', 'view', 'role', 'asOf']);
const ofList = new Set(['sort', 'limit', 'include', 'fields', 'count', 'cursor', 'layout', 'bom']);

/** The filters of an address, as the API is asked; what it does not know stays, so that it says so. */
export function asked(collection, query) {
  const out = Object.create(null); // Names come from the address.
  for (const [name, value] of query) {
    if (value !== '' && !ofDesk.has(name) && !ofList.has(name))
      (out[filters[collection].find((filter) => filter.name === name)?.asked ?? name] ??= []).push(value);
  }
  return out;
}

/** What the address says about the list itself, such as its order. */
export const listing = (query) => Object.fromEntries([...query.keys()].filter((name) => ofList.has(name)).map((name) => [name, query.getAll(name)]));

/** A filter by what the API calls it. */
export const filterOf = (collection, parameter) => filters[collection].find(({ name, asked = name }) => asked === parameter) ?? { name: parameter, isUnknown: true };

/** The value of a filter, read: "!actor:US,BY" as {not: true, values: ["actor:US", "BY"]}. */
export function parse(text, { isSingle } = {}) {
  if (isSingle)
    return { not: false, values: [text] };
  const not = text.startsWith('!');
  return { not, values: Array.from((not ? text.slice(1) : text).matchAll(/"([^"]*)"|[^",]+/g), ([plain, quoted]) => quoted ?? plain) };
}

/** The same, written; without values it is nothing. */
export const written = ({ not, values }) => values.length ? (not ? '!' : '') + values.map((value) => /[",]/.test(value) ? `"${value.replaceAll('"', '')}"` : value).join(',') : null;

/** The values of a filter with one more; with `or` as another possibility of the last one that is not negated. */
export function withValue(values, value, { how = 'and' } = {}) {
  const last = values.findLastIndex((one) => !one.startsWith('!'));
  if (how === 'or' && last >= 0)
    return values.with(last, `${values[last]},${value}`);
  const one = how === 'not' ? `!${value}` : value;
  return values.includes(one) ? values : [...values, one];
}
