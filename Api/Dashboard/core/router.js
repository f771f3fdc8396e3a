// Addresses of the desk: every view has one, so that back, forward and a copied link work.

const routes = [];
const listeners = new Set();

/** @param {string} pattern such as "/events/:id" */
export function route(pattern, page) {
  routes.push({ pattern: new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`), page });
}

/** The pages of all routes. */
export const allPages = () => [...new Set(routes.map(({ page }) => page))];

/** What the address in the bar means: {page, params, query}; page is null where there is none. */
export function here() {
  const { pathname, search } = location;
  for (const { pattern, page } of routes) {
    const match = pattern.exec(pathname);
    if (match)
      return { page, params: Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decode(value)])), query: new URLSearchParams(search) };
  }
  return { page: null, params: {}, query: new URLSearchParams(search) };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The point in the ledger that the desk looks at, or null for now. It goes along with every link. */
export const asOf = () => new URLSearchParams(location.search).get('asOf');

/** The address of a view; asOf goes along unless it is given. */
export function href(path, query = {}) {
  const words = new URLSearchParams();
  const all = 'asOf' in query ? query : { ...query, asOf: asOf() };
  for (const [name, value] of Object.entries(all)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '')
        words.append(name, String(one));
    }
  }
  const text = words.toString();
  return text ? `${path}?${text}` : path;
}

export function go(target, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', target);
  tell(!replace);
}

/** Changes the words behind the question mark of this view; null takes one away. */
export function setQuery(changes, { replace = false } = {}) {
  const words = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    words.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '')
        words.append(name, String(one));
    }
  }
  const text = words.toString();
  history[replace ? 'replaceState' : 'pushState'](null, '', location.pathname + (text ? `?${text}` : ''));
  tell(false);
}

/** Calls back whenever the address has changed: (isNewPage). The answer ends that. */
export function onMove(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(isNewPage) {
  for (const listener of listeners)
    listener(isNewPage);
}

addEventListener('popstate', () => tell(true));

addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  // A shape on a map is a link, too; its address is no plain text.
  const target = new URL(typeof link.href === 'string' ? link.href : link.href.baseVal, location.href);
  if (target.origin !== location.origin || link.target || link.hasAttribute('download') || !routes.some(({ pattern }) => pattern.test(target.pathname)))
    return;
  if (target.pathname === location.pathname && target.search === location.search && target.hash)
    return;
  event.preventDefault();
  if (target.href !== location.href)
    go(target.href);
});
