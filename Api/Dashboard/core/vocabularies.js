// The open vocabularies, read once.

import { get } from './api.js';

const known = new Map();

/** The terms of a vocabulary: [{code, label, definition}]. */
export function vocabulary(name) {
  if (!known.has(name)) {
    known.set(name, get(`/v1/vocabularies/${name}`).then(({ terms }) => terms));
    known.get(name).catch(() => known.delete(name));
  }
  return known.get(name);
}
