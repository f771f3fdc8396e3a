// Who sits at the desk: the key, if there is one. It goes into a header, never into an address.

const PLACE = 'events.key';
const listeners = new Set();

function stored() {
  try {
    return sessionStorage.getItem(PLACE) ?? localStorage.getItem(PLACE);
  } catch {
    return null; // Storage may be forbidden.
  }
}

let key = stored();

export const session = {
  /** The key, or null. */
  get key() {
    return key;
  },

  /** What can be shown of it: the part in front of its secret. */
  get name() {
    return key?.split('_').slice(0, 2).join('_') ?? null;
  },

  /** @param {boolean} keep also when the browser is closed */
  signIn(value, keep) {
    key = value.trim();
    try {
      (keep ? localStorage : sessionStorage).setItem(PLACE, key);
    } catch {
      // It lasts as long as this page.
    }
    tell();
  },

  signOut() {
    key = null;
    try {
      sessionStorage.removeItem(PLACE);
      localStorage.removeItem(PLACE);
    } catch {
      // Nothing was kept.
    }
    tell();
  },

  /** Calls back with every sign-in and sign-out; the answer ends that. */
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

// Signing in or out holds for all tabs in which the key is kept.
addEventListener('storage', (event) => {
  if (event.key === PLACE || event.key === null) {
    key = stored();
    tell();
  }
});

function tell() {
  for (const listener of listeners)
    listener();
}
