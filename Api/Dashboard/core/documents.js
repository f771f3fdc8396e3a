// A document while it is being written: members set by their path, what was left empty taken out, changes told and merged.

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** The value at a path, or undefined. */
export const at = (value, path) => path.reduce((one, key) => one?.[key], value);

/** A copy with another value at a path; undefined takes a member away. */
export function withAt(value, [key, ...rest], next) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const inner = rest.length ? withAt(copy[key] ?? (typeof rest[0] === 'number' ? [] : {}), rest, next) : next;
  if (inner === undefined && !Array.isArray(copy))
    delete copy[key];
  else
    copy[key] = inner;
  return copy;
}

/** Without what is empty, all the way down; undefined when nothing is left. */
export function pruned(value) {
  if (typeof value === 'string')
    return value.trim() || undefined;
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((one) => one !== undefined);
    return items.length ? items : undefined;
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, one]) => [name, pruned(one)]).filter(([, one]) => one !== undefined);
    return members.length ? Object.fromEntries(members) : undefined;
  }
  return value ?? undefined;
}

/** As it is sent: of another record only its id or code. */
export function slim(value) {
  if (Array.isArray(value))
    return value.map(slim);
  if (!isObject(value))
    return value;
  if (typeof value.id === 'string')
    return { id: value.id };
  if (typeof value.code === 'string')
    return value.code;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, slim(one)]));
}

/** Whether two values say the same when they are sent. */
export const isSame = (a, b) => inOrder(slim(pruned(a))) === inOrder(slim(pruned(b)));

const inOrder = (value) => JSON.stringify(value, (_, one) => isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => a < b ? -1 : 1)) : one) ?? '';

/** The merge patch (RFC 7396) that leads from one state to another. */
export function patchOf(before, after, names) {
  const patch = {};
  for (const name of names) {
    const [old, now] = [pruned(before?.[name]), pruned(after?.[name])];
    if (isSame(old, now))
      continue;
    if (now === undefined)
      patch[name] = null;
    else if (isObject(now) && isObject(old) && !now.id && !now.code && !old.id && !old.code)
      patch[name] = patchOf(old, now, new Set([...Object.keys(old), ...Object.keys(now)]));
    else
      patch[name] = slim(now);
  }
  return patch;
}

/**
 * Two sets of changes to one state, united: what only one side changed is taken from that side.
 * @returns {{value: object, theirs: string[], conflicts: string[]}} the names of what only they changed, and of what both did
 */
export function merged(base, mine, theirs, names) {
  const value = { ...mine };
  const taken = [];
  const conflicts = [];
  for (const name of names) {
    if (isSame(base[name], theirs[name]) || isSame(mine[name], theirs[name]))
      continue;
    if (isSame(base[name], mine[name])) {
      taken.push(name);
      value[name] = theirs[name];
    } else {
      conflicts.push(name);
    }
  }
  return { value, theirs: taken, conflicts };
}

/** The keys of a pointer (RFC 6901): "/evidence/0/report" to ["evidence", 0, "report"]. */
export const keysOf = (pointer) => pointer.split('/').slice(1).map((key) => /^\d+$/.test(key) ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~'));
