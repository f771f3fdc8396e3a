// What is being written, kept in this browser until it is sent. Keys are no part of it.

const PREFIX = 'events.draft.';

const place = (kind, id) => `${PREFIX}${kind}.${id ?? 'new'}`;

/** A name that nobody else uses; also where the page was not served by https. */
export const token = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The draft of a record, {at, value, …}, or null. */
export function draftOf(kind, id) {
  try {
    const draft = JSON.parse(localStorage.getItem(place(kind, id)));
    return isDraft(draft) ? draft : null;
  } catch {
    return null; // Storage may be forbidden, and what stands there may be no draft.
  }
}

const isDraft = (draft) => !Number.isNaN(Date.parse(draft?.at)) && draft.value?.constructor === Object;

/** Whether it could be kept. */
export function keepDraft(kind, id, draft) {
  try {
    localStorage.setItem(place(kind, id), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(kind, id) {
  try {
    localStorage.removeItem(place(kind, id));
  } catch {
    // Nothing was kept.
  }
}

/** All drafts, the newest first: [{kind, id, at, value}]; id is null for what is new. */
export function drafts() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => {
      const [kind, id] = name.slice(PREFIX.length).split('.');
      return { ...draftOf(kind, id), kind, id: id === 'new' ? null : id };
    }).filter(({ at }) => at).sort((a, b) => b.at.localeCompare(a.at));
  } catch {
    return [];
  }
}

/** Calls back when another tab has written or dropped this draft: with the draft, or null. The answer ends that. */
export function onOtherTab(kind, id, listener) {
  const hear = (event) => {
    if (event.storageArea === localStorage && (event.key === place(kind, id) || event.key === null))
      listener(draftOf(kind, id));
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}
