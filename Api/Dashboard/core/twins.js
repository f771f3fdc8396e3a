// Whether what is about to be written is on record already.

import { Problem, send } from './api.js';
import { slim } from './documents.js';
import { fieldsOf, writtenOut } from './forms.js';
import { collectionOf } from './records.js';

const MOST_LOOKS = 30;

/** @returns {Promise<{kind: string, name: string, path: (string | number)[] | null, twins: any[]}[]>} */
export async function twinsOf(kind, { sections }, value, signal) {
  const whole = kind === 'release' ? { kind: 'event', value: asEvent(value), path: null } : { kind, value, path: null };
  const inner = writtenOut(fieldsOf(sections), value).map((one) => one.kind === 'event' ? { ...one, value: { start: value.start, ...one.value } } : one);
  const looks = [whole, ...inner].slice(0, MOST_LOOKS);
  const finds = await Promise.all(looks.map(async (look) => ({ kind: look.kind, name: look.value.name ?? look.value.title, path: look.path, twins: await find(look, signal) })));
  return finds.filter(({ twins }) => twins.length);
}

async function find({ kind, value }, signal) {
  try {
    return (await send('POST', `/v1/${collectionOf(kind)}/duplicates`, slim(standalone(kind, value)), { signal })).items;
  } catch (failure) {
    // What is wrong with the record is said when it is sent.
    if (failure instanceof Problem && [400, 422].includes(failure.status))
      return [];
    throw failure;
  }
}

const onRecord = (reference) => reference?.id ? reference : undefined;

/** What is written out inside another record, as it would be sent by itself. */
function standalone(kind, value) {
  switch (kind) {
    case 'organization': return { type: 'other', ...value };
    case 'report': return { ...value, publisher: onRecord(value.publisher), derivedFrom: onRecord(value.derivedFrom) };
    case 'event': {
      const { parties = [], ...rest } = value;
      return { ...rest, workflow: 'draft', participants: [...parties.map((country) => ({ role: 'party', country })), ...value.participants ?? []] };
    }
    default: return value;
  }
}

const asEvent = ({ title, start, end, by, place, people = [], evidence = [] }) => ({
  type: 'release', title, start, end, place,
  participants: [{ role: 'actor', country: by }],
  people: people.filter(({ person }) => person?.id).map(({ person }) => ({ person, outcome: 'released' })),
  evidence: evidence.filter(({ report }) => report?.id).map(({ report }) => ({ report })),
});
