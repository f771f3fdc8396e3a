// What can be written, as data: for each kind of record its fields, in sections, as the API's requests have them.

const types = ['arrest', 'charge', 'sentence', 'acquittal', 'pardon', 'release', 'transfer', 'deportation', 'death-in-custody',
  'sanction-threatened', 'sanction-imposed', 'sanction-tightened', 'sanction-eased', 'sanction-suspended', 'sanction-lifted',
  'talks', 'agreement', 'pledge', 'demand', 'refusal', 'relations-restored', 'relations-cut',
  'violence', 'protest', 'election', 'disaster', 'statement', 'other'];
const effects = ['threatens', 'imposes', 'tightens', 'extends', 'eases', 'suspends', 'lifts', 'reinstates'];
const outcomes = ['arrested', 'charged', 'sentenced', 'acquitted', 'pardoned', 'released', 'transferred', 'deported', 'refused-removal', 're-detained', 'died'];
const aspects = ['event', 'date', 'place', 'headcount', 'person', 'participant', 'link', 'sanction', 'superlative'];

/*
 * A field has the `name` of its member, or `members` when it writes several of them; `input` says how it is filled in.
 * `isRequired` is marked and asked for, `isMore` stands behind "More", `when` says for which entry it makes sense, `clears`
 * what beside it makes none any more when it changes.
 */
const text = (name, more) => ({ name, input: 'text', ...more });
const long = (name, more) => ({ name, input: 'long', ...more });
const date = (name, more) => ({ name, input: 'date', ...more });
const choice = (name, vocabulary, options, more) => ({ name, input: 'choice', vocabulary, options, ...more });
const tags = (name, vocabulary, more) => ({ name, input: 'tags', vocabulary, ...more });
const country = (name, more) => ({ name, input: 'country', ...more });
const record = (name, kind, more) => ({ name, input: 'record', kind, ...more });
/** One on record, or a new one that is written out. */
const either = (name, kind, fields, more) => ({ name, input: 'either', kind, fields, ...more });
const list = (name, fields, more) => ({ name, input: 'list', fields, ...more });
/** A list whose entries are one field each. */
const plain = (name, item, more) => ({ name, input: 'list', item, ...more });
const party = { members: ['country', 'organization', 'person'], input: 'party', label: 'party' };

const visibility = choice('visibility', 'visibility', ['public', 'restricted'], { preset: 'public', isMore: true });
const basis = choice('basis', 'basis', ['stated', 'inferred'], { preset: 'stated', isMore: true });
const occurrence = choice('occurrence', 'occurrence', ['announced', 'ongoing', 'occurred', 'cancelled', 'denied'], { preset: 'occurred' });
const verification = choice('verification', 'verification', ['unverified', 'reported', 'corroborated', 'official', 'disputed', 'retracted'], { preset: 'reported' });
const externalIds = list('externalIds', [text('scheme', { isRequired: true, hint: 'scheme' }), text('value', { isRequired: true, label: 'externalValue' })]);
const otherNames = list('otherNames', [
  text('name', { isRequired: true }),
  text('lang', { hint: 'lang' }),
  choice('kind', 'nameKind', ['alias', 'transliteration', 'former', 'native'], { preset: 'alias', label: 'nameKind' }),
]);
const place = { name: 'place', input: 'group', fields: [
  text('name', { label: 'placeName', hint: 'placeName' }),
  country('country'),
  { name: 'lat', input: 'number', isMore: true },
  { name: 'lon', input: 'number', isMore: true },
  visibility,
] };

/** What a piece of evidence speaks of, out of what the record holds: headcounts, people, links. */
function subjects({ aspect }, root) {
  if (aspect === 'headcount')
    return (root.headcounts ?? []).filter(({ key }) => key).map(({ key, label }) => [key, label ?? key]);
  if (aspect === 'person')
    return (root.people ?? []).filter(({ person }) => person?.id).map(({ person }) => [person.id, person.name]);
  return (root.links ?? []).filter(({ type, to }) => type && to?.id).map(({ type, to }) => [`${type}:${to.id}`, to.title ?? to.name]);
}

/** The same in the story of a release, whose headcounts have the keys that the server gives them. */
const subjectsOfRelease = (evidence, root) => evidence.aspect === 'headcount' ? [['released'], ['received']] : subjects(evidence, root);

const evidence = (report, options) => [
  report,
  choice('stance', 'stance', ['supports', 'disputes', 'qualifies'], { preset: 'supports' }),
  choice('aspect', 'aspect', aspects, { preset: 'event', clears: ['about', 'value'] }),
  { name: 'about', input: 'subject', options, when: ({ aspect }) => ['headcount', 'person', 'link'].includes(aspect) },
  { name: 'value', label: 'evidenceValue', input: ({ aspect }) => ({ headcount: 'count', date: 'date' })[aspect] ?? 'text' },
  long('statement', { hint: 'statement' }),
  text('attributedTo', { isMore: true }),
  date('asOf', { isMore: true, label: 'evidenceAsOf' }),
  { ...basis },
  choice('credibility', 'credibility', [1, 2, 3, 4, 5, 6], { isMore: true }),
  visibility,
];

const participants = list('participants', [
  choice('role', 'role', ['actor', 'target', 'recipient', 'mediator', 'beneficiary', 'party', 'authority', 'host'], { isRequired: true }),
  { ...party, isRequired: true },
  text('capacity', { hint: 'capacity' }),
  country('onBehalfOf', { when: ({ country }) => !country }),
]);

const ofPerson = [
  choice('outcome', 'outcome', outcomes, { isRequired: true }),
  country('destination'),
  choice('exitMode', 'exitMode', ['freed-in-country', 'handed-over', 'forced-exile', 'left-voluntarily', 'not-removed', 'unknown']),
  text('legalBasis', { hint: 'personLegalBasis' }),
  { name: 'conditional', input: 'flag', isMore: true },
  long('note', { isMore: true }),
  visibility,
];

const event = [
  { title: 'what', fields: [
    choice('type', 'type', types, { isRequired: true }),
    text('title', { isRequired: true }),
    occurrence,
    long('summary'),
  ] },
  { title: 'when', fields: [date('start', { isRequired: true, label: 'eventStart' }), date('end', { label: 'eventEnd' })] },
  { title: 'where', fields: [place] },
  { title: 'who', fields: [
    participants,
    list('people', [record('person', 'person', { isRequired: true }), ...ofPerson]),
  ] },
  { title: 'howMany', fields: [
    list('headcounts', [
      text('key', { isRequired: true, hint: 'key' }),
      choice('kind', 'headcountKind', ['released', 'received', 'pardoned', 'deported', 'arrested', 'charged', 'sentenced', 'died', 'still-held'], { isRequired: true, label: 'headcountKind' }),
      { members: ['low', 'best', 'high'], input: 'count', label: 'count' },
      text('label'),
      choice('dimension', 'dimension', ['destination', 'citizenship', 'category', 'sex'], { isMore: true }),
      country('country', { isMore: true }),
      text('category', { isMore: true, hint: 'category' }),
      { name: 'of', input: 'group', isMore: true, fields: [
        text('key', { label: 'ofKey' }),
        record('event', 'event', { label: 'ofEvent', hint: 'ofEvent' }),
      ] },
    ]),
  ] },
  { title: 'acts', fields: [
    list('sanctions', [
      record('sanction', 'sanction', { isRequired: true }),
      choice('effect', 'effect', effects, { isRequired: true }),
      text('instrument', { hint: 'instrument' }),
      long('note', { isMore: true }),
    ]),
    tags('commodities', 'commodities'),
  ] },
  { title: 'around', fields: [
    list('links', [
      choice('type', 'linkType', ['part-of', 'implements', 'follows-from', 'in-exchange-for', 'responds-to', 'reverses', 'duplicate-of'], { isRequired: true, label: 'linkType' }),
      record('to', 'event', { isRequired: true, label: 'linkTo' }),
      basis,
      long('note', { isMore: true }),
    ]),
    tags('topics', 'topics'),
  ] },
  { title: 'sources', fields: [
    list('evidence', evidence(record('report', 'report', { isRequired: true }), subjects), { hint: 'evidence' }),
    verification,
  ] },
  { title: 'more', fields: [{ name: 'embargoUntil', input: 'instant' }, externalIds] },
];

const person = [
  { title: 'name', fields: [text('name', { isRequired: true, hint: 'personName' }), otherNames] },
  { title: 'about', fields: [
    long('description'),
    plain('citizenships', country('country', { label: 'country' })),
    date('bornOn'),
    date('diedOn'),
    tags('tags', 'tags'),
    { ...visibility, isMore: false, hint: 'personVisibility' },
  ] },
  { title: 'more', fields: [externalIds] },
];

const organizationTypes = ['government-body', 'igo', 'ngo', 'company', 'armed-group', 'media', 'party', 'other'];

const organization = [
  { title: 'name', fields: [text('name', { isRequired: true }), choice('type', 'organizationType', organizationTypes, { isRequired: true }), otherNames] },
  { title: 'about', fields: [country('country'), long('description')] },
  { title: 'more', fields: [externalIds] },
];

const sanctionKinds = ['trade-import', 'trade-export', 'trade-embargo', 'arms', 'military-assistance', 'asset-freeze', 'financial', 'investment', 'travel', 'transport', 'services', 'aid', 'diplomatic', 'other'];

const sanction = [
  { title: 'what', fields: [
    text('name', { isRequired: true }),
    { name: 'kinds', input: 'choices', vocabulary: 'sanctionKind', options: sanctionKinds, isRequired: true },
    long('description'),
    tags('commodities', 'commodities'),
  ] },
  { title: 'sides', fields: [plain('senders', party, { isRequired: true }), plain('targets', party, { isRequired: true })] },
  { title: 'law', fields: [
    text('programme'), text('legalBasis'), text('authority'), plain('objectives', { input: 'text', label: 'objective' }),
    text('url', { label: 'url' }),
  ] },
  { title: 'more', fields: [externalIds] },
];

const report = [
  { title: 'what', fields: [
    text('title', { isRequired: true }),
    record('publisher', 'organization'),
    text('url', { hint: 'url' }),
    date('publishedOn'),
    text('lang', { hint: 'lang' }),
    record('derivedFrom', 'report', { hint: 'derivedFrom' }),
    { name: 'machineGenerated', input: 'flag' },
  ] },
  { title: 'says', fields: [
    long('summary', { hint: 'ownWords' }),
    plain('insights', { input: 'long', label: 'insight' }),
    plain('takeaways', { input: 'long', label: 'takeaway' }),
    tags('topics', 'topics'),
  ] },
  { title: 'more', fields: [{ name: 'retrievedAt', input: 'instant' }, text('archivedUrl'), text('sha256'), externalIds] },
];

/** All fields of some sections, one after the other. */
export const fieldsOf = (sections) => sections.flatMap(({ fields }) => fields);

const newReport = () => [
  text('title', { isRequired: true }),
  either('publisher', 'organization', [text('name')], { words: 'name' }),
  text('url', { hint: 'newReportUrl' }),
  date('publishedOn'),
  text('lang', { isMore: true, hint: 'lang' }),
  either('derivedFrom', 'report', newReport, { isMore: true, hint: 'derivedFrom' }),
];
const newPerson = () => fieldsOf(person).map((field) => field.name === 'name' ? field : { ...field, isMore: true });
const newSanction = () => fieldsOf(sanction).map((field) => ({ ...field, isMore: !field.isRequired && field.name !== 'commodities' }));
const newEvent = () => [
  choice('type', 'type', types, { isRequired: true }),
  text('title', { isRequired: true }),
  date('start', { label: 'eventStart', hint: 'startAsRelease' }),
  plain('parties', country('country', { label: 'country' })),
  { ...participants, isMore: true },
  { ...occurrence, isMore: true },
];
const storyEvidence = evidence(either('report', 'report', newReport, { isRequired: true }), subjectsOfRelease);
const preceding = () => [
  either('event', 'event', newEvent, { isRequired: true }),
  list('following', preceding, { isMore: true, label: 'followingIt' }),
];

const release = [
  { title: 'releaseWho', fields: [
    country('by', { isRequired: true }),
    list('decidedBy', [either('person', 'person', newPerson, { isRequired: true, words: 'name' }), text('capacity', { hint: 'capacity' })]),
  ] },
  { title: 'releaseWhen', fields: [date('start', { isRequired: true, label: 'eventStart' }), date('end', { label: 'eventEnd' }), occurrence, place] },
  { title: 'releaseHowMany', fields: [{ name: 'released', input: 'count' }, text('title', { isRequired: true, note: 'proposal', isWide: true })] },
  { title: 'releasePeople', fields: [
    list('people', [
      either('person', 'person', newPerson, { isRequired: true, words: 'name' }),
      ...ofPerson.map((field) => field.name === 'outcome' ? { ...field, isRequired: false, preset: 'released' } : field),
    ]),
  ] },
  { title: 'releaseWhere', note: 'unaccounted', fields: [
    list('destinations', [
      country('to', { isRequired: true }),
      { name: 'received', input: 'count' },
      date('start', { isMore: true, hint: 'startAsRelease', label: 'eventStart' }),
      { ...place, isMore: true },
      list('subsets', [text('label'), text('category', { hint: 'category' }), country('country'), { name: 'count', input: 'count' }], { isMore: true }),
      list('evidence', storyEvidence, { isMore: true, hint: 'evidenceAsRelease' }),
    ]),
  ] },
  { title: 'releaseFor', fields: [
    list('inExchangeFor', [
      either('sanction', 'sanction', newSanction, { when: ({ event }) => !event, label: 'exchangedSanction' }),
      choice('effect', 'effect', effects, { when: ({ event }) => !event }),
      either('event', 'event', newEvent, { when: ({ sanction }) => !sanction, label: 'exchangedEvent' }),
      country('actor', { isMore: true, hint: 'exchangeActor' }),
      date('start', { isMore: true, hint: 'startAsRelease', label: 'eventStart' }),
      { ...occurrence, isMore: true },
      basis,
    ], { hint: 'inExchangeFor' }),
    list('following', preceding, { hint: 'following' }),
  ] },
  { title: 'releaseSources', fields: [list('evidence', storyEvidence, { hint: 'evidence' }), verification] },
  { title: 'releaseMore', fields: [long('summary'), tags('topics', 'topics'), externalIds] },
];

/** Each form: its sections, and the path under /v1 that takes it. */
export const forms = {
  release: { sections: release, path: '/v1/prisoner-releases', hasWorkflow: true },
  event: { sections: event, path: '/v1/events', hasWorkflow: true },
  person: { sections: person, path: '/v1/people' },
  organization: { sections: organization, path: '/v1/organizations' },
  sanction: { sections: sanction, path: '/v1/sanctions' },
  report: { sections: report, path: '/v1/reports' },
};

/** The names of all members that a form writes. */
export const membersOf = ({ sections, hasWorkflow }) => [...fieldsOf(sections).map(({ name }) => name), ...hasWorkflow ? ['workflow'] : []];

/** The fields of a list's entries, a group or a new record. */
export const innerOf = ({ fields }) => typeof fields === 'function' ? fields() : fields;

/** How a field is filled in, which may hang on what stands beside it. */
export const inputOf = (field, beside) => typeof field.input === 'function' ? field.input(beside ?? {}) : field.input;

/** A record as the form holds it: dates as text, and only what can be written. */
export function asWritten({ sections, hasWorkflow }, record) {
  const value = Object.fromEntries(membersOf({ sections, hasWorkflow }).filter((name) => record[name] !== undefined).map((name) => [name, record[name]]));
  return plainDates(value);
}

function plainDates(value) {
  if (Array.isArray(value))
    return value.map(plainDates);
  if (value === null || typeof value !== 'object')
    return value;
  return typeof value.value === 'string' && value.precision
    ? value.value
    : Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainDates(one)]));
}

/** Where in a form an error is shown: the path of the nearest field or entry, or null when there is none. */
export function placeOf(fields, keys, path = []) {
  const [key, ...rest] = keys;
  const field = fields.find(({ name, members }) => name === key || members?.includes(key));
  if (!field)
    return path.length ? path : null;
  if (field.members)
    return [...path, field.members[0]];
  const inside = [...path, key];
  if (field.input === 'list' && typeof rest[0] === 'number') {
    const entry = [...inside, rest[0]];
    return field.item ? (field.item.members ? [...entry, field.item.members[0]] : entry) : placeOf(innerOf(field), rest.slice(1), entry);
  }
  return ['group', 'either'].includes(field.input) && rest.length ? placeOf(innerOf(field), rest, inside) : inside;
}

/** The fields on the way to a path, each with the index of its entry: [{field, index}]. */
export function trailOf(fields, [key, ...rest]) {
  const field = fields.find(({ name, members }) => name === key || members?.includes(key));
  if (!field)
    return [];
  const isEntry = field.input === 'list' && typeof rest[0] === 'number';
  const inside = isEntry ? rest.slice(1) : rest;
  return [{ field, index: isEntry ? rest[0] : null }, ...field.fields && inside.length ? trailOf(innerOf(field), inside) : []];
}

/** The required fields that are empty: their paths. */
export function missing(fields, value, path = []) {
  return fields.flatMap((field) => {
    if (field.when && !field.when(value ?? {}))
      return [];
    const own = field.members ? field.members.find((name) => value?.[name] !== undefined) && value : value?.[field.name];
    const here = [...path, field.name ?? field.members[0]];
    if (own === undefined || own === null)
      return field.isRequired ? [here] : [];
    if (field.input === 'list' && !field.item)
      return own.flatMap((entry, i) => missing(innerOf(field), entry, [...here, i]));
    if (field.input === 'group' || field.input === 'either' && !own.id)
      return typeof own === 'object' ? missing(innerOf(field), own, here) : [];
    return [];
  });
}

/** New records that stand written out inside a document: [{kind, value, path}]. */
export function writtenOut(fields, value, path = []) {
  return fields.flatMap((field) => {
    const own = field.name ? value?.[field.name] : undefined;
    const here = [...path, field.name];
    if (own === undefined || own === null)
      return [];
    if (field.input === 'list' && !field.item)
      return own.flatMap((entry, i) => writtenOut(innerOf(field), entry, [...here, i]));
    if (field.input === 'either' && typeof own === 'object' && !own.id)
      return [{ kind: field.kind, value: own, path: here }, ...writtenOut(innerOf(field), own, here)];
    return [];
  });
}
