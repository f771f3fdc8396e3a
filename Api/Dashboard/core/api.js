// The public API, as any dashboard may use it.

import { session } from './session.js';

const LONGEST_WAIT = 30_000;
const LONGEST_READ = 40_000;
const TRIES = 4;

/** An answer that is no success, as the problem document says it (RFC 9457), or the lack of an answer: status 0. */
export class Problem extends Error {
  constructor(status, document, retryAfter) {
    super(document.detail ?? document.title ?? String(status));
    this.status = status;
    /** The slug of its type, such as "stale-version"; "unreachable" without an answer. */
    this.slug = (document.type ?? '').split('/').pop() || String(status);
    this.title = document.title ?? '';
    /** What is wrong where: {pointer, code, message}. */
    this.errors = Array.isArray(document.errors) ? document.errors.filter((one) => typeof one?.pointer === 'string') : [];
    /** Seconds, or null. */
    this.retryAfter = retryAfter;
  }
}

/**
 * Reads an address under /v1. Busy servers and short breaks of the line are waited for.
 * @param {string} path such as "/v1/events"
 * @param {Record<string, string | number | null | undefined | (string | number)[]>} query several values of one name are repeated
 * @param {{signal?: AbortSignal, key?: string}} how with another key than that of the session
 * @returns {Promise<any>} the body; its ETag stands in `etagOf`
 */
export async function get(path, query = {}, { signal, key } = {}) {
  for (let tries = 1; ; tries++) {
    try {
      return await once('GET', address(path, query), undefined, {}, signal, key);
    } catch (failure) {
      if (!(failure instanceof Problem) || tries === TRIES || ![0, 429, 503].includes(failure.status))
        throw failure;
      await delay(Math.min(LONGEST_WAIT, (failure.retryAfter ?? 2 ** (tries - 1) / 2) * 1000), signal);
    }
  }
}

/**
 * Writes. What was sent is tried again only under a key of idempotency, so that nothing is written twice.
 * @param {{ifMatch?: string, idempotencyKey?: string, reason?: string, signal?: AbortSignal}} how
 */
export async function send(method, path, body, { ifMatch, idempotencyKey, reason, signal } = {}) {
  const headers = {};
  if (ifMatch)
    headers['If-Match'] = ifMatch;
  if (idempotencyKey)
    headers['Idempotency-Key'] = idempotencyKey;
  const target = address(path, { reason: reason || undefined });
  for (let tries = 1; ; tries++) {
    try {
      return await once(method, target, body, headers, signal);
    } catch (failure) {
      if (!idempotencyKey || !(failure instanceof Problem) || tries === TRIES || ![0, 429, 503].includes(failure.status) || failure.slug === 'offline')
        throw failure;
      await delay(Math.min(LONGEST_WAIT, (failure.retryAfter ?? 2 ** (tries - 1) / 2) * 1000), signal);
    }
  }
}

const etags = new WeakMap();

/** The ETag that came with an answer, to be sent back with a change. */
export const etagOf = (answer) => etags.get(answer);

async function once(method, target, body, headers, signal, key = session.key) {
  if (key)
    headers.Authorization = `Bearer ${key}`;
  if (body !== undefined)
    headers['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  try {
    const response = await fetch(target, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: method === 'GET' ? patience(signal) : signal, credentials: 'omit' });
    if (!response.ok)
      throw await problemOf(response);
    if (response.status === 204)
      return null;
    const answer = await response.json();
    if (response.headers.get('ETag'))
      etags.set(answer, response.headers.get('ETag'));
    return answer;
  } catch (failure) {
    if (failure instanceof Problem || failure.name === 'AbortError')
      throw failure;
    // No answer, or half of one.
    throw new Problem(0, { type: !navigator.onLine ? 'offline' : failure.name === 'TimeoutError' ? '504' : 'unreachable' });
  }
}

/** What is read is given up after a while: the server itself ends reads that take longer. */
const patience = (signal) => AbortSignal.any([AbortSignal.timeout(LONGEST_READ), ...signal ? [signal] : []]);

async function problemOf(response) {
  let document = {};
  try {
    document = await response.json() ?? {};
  } catch {
    // What stands in between has its own pages.
  }
  const after = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  return new Problem(response.status, document, Number.isNaN(after) ? null : after);
}

/** The address of a request; values that are null, undefined or empty are left out. */
export function address(path, query = {}) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '')
        words.append(name, String(one));
    }
  }
  const text = words.toString();
  return text ? `${path}?${text}` : path;
}

function delay(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/**
 * Follows the feed of changes from a seq on, through every break of the line; the answer ends it. A window that nobody sees
 * gives its line up until it is seen again: browsers have six for all windows of a server.
 * @param {(change: any) => void} onChange
 * @param {(isLive: boolean) => void} onState whether the line stands
 */
export function follow(query, after, onChange, onState) {
  const stop = new AbortController();
  let line = new AbortController();
  document.addEventListener('visibilitychange', () => document.hidden && line.abort(), { signal: stop.signal });
  run();
  return () => stop.abort();

  async function run() {
    let last = String(after);
    for (let pause = 500; !stop.signal.aborted; pause = Math.min(pause * 2, LONGEST_WAIT)) {
      await seen(stop.signal);
      line = new AbortController();
      try {
        const headers = { Accept: 'text/event-stream', 'Last-Event-ID': last };
        if (session.key)
          headers.Authorization = `Bearer ${session.key}`;
        const response = await fetch(address('/v1/changes/stream', query), { headers, signal: AbortSignal.any([stop.signal, line.signal]), credentials: 'omit', cache: 'no-store' });
        if (!response.ok)
          throw await problemOf(response);
        onState(true);
        for await (const message of messages(response.body)) {
          pause = 500;
          last = message.id ?? last;
          if (message.event === 'change')
            onChange(JSON.parse(message.data));
        }
      } catch (failure) {
        if (stop.signal.aborted)
          return;
        if (line.signal.aborted)
          continue;
        if (failure instanceof Problem && [400, 401, 403, 409].includes(failure.status)) {
          onState(false);
          return;
        }
      }
      onState(false);
      await delay(pause, stop.signal).catch(() => {});
    }
  }
}

/** When the window is seen, or nothing is wanted any more. */
async function seen(signal) {
  while (document.hidden && !signal.aborted)
    await new Promise((resolve) => {
      document.addEventListener('visibilitychange', resolve, { once: true, signal });
      signal.addEventListener('abort', resolve, { once: true });
    });
}

/** The messages of a stream of server-sent events. */
async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (true) {
    const { done, value } = await reader.read();
    if (done)
      return;
    text += value;
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const message = { data: '' };
      for (const line of text.slice(0, end).split('\n')) {
        const colon = line.indexOf(':');
        const [field, content] = colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
        if (field === 'data')
          message.data += (message.data && '\n') + content;
        else if (field)
          message[field] = content;
      }
      yield message;
    }
  }
}
