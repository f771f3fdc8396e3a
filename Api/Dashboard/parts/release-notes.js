import { html, nothing } from '../core/element.js';
import { count, likely } from '../core/format.js';
import { t } from '../core/text.js';

/** A title made of the country and the number, to be taken over. */
export function proposal({ root, set, focus }) {
  const country = typeof root.by === 'string' ? root.by : root.by && (root.by.name ?? root.by.code);
  const n = likely(root.released);
  const title = country && typeof n === 'number' ? t('release.title', { country, n }) : null;
  return title && title !== root.title ? html`<p class="proposal"><button type="button" class="plain" @click=${() => { set(['title'], title); focus(['title']); }}>${t('release.propose', { title })}</button></p>` : nothing;
}

const whole = (n) => typeof n === 'number' ? n : null;
const add = (a, b) => a === null || b === null ? null : a + b;
const minus = (a, b) => a === null || b === null ? null : Math.max(0, a - b);

/** The released minus those received, reckoned as the server does: best from the bests, the bounds by interval arithmetic. */
export function unaccounted({ released, destinations = [] }) {
  if (likely(released ?? {}) === null || likely(released ?? {}) === undefined)
    return nothing;
  const [low, best, high] = ['low', 'best', 'high'].map((bound) => destinations.map(({ received }) => whole(received?.[bound])));
  const sum = { low: low.reduce((a, b) => a + (b ?? 0), 0), best: best.reduce(add, 0), high: high.reduce(add, 0) };
  const rest = { low: minus(whole(released.low), sum.high), best: minus(whole(released.best), sum.best), high: minus(whole(released.high), sum.low) };
  const exceeds = whole(released.high) !== null && sum.low > released.high;
  return html`<p class="unaccounted" role="status"><strong>${t('release.unaccounted')}</strong> ${count(rest)}
    <span class="hint">${t('release.reckoned', { released: count({ low: whole(released.low), best: whole(released.best), high: whole(released.high) }), received: count(sum) })}</span>
    ${exceeds ? html`<span class="error">${t('release.exceeds')}</span>` : nothing}</p>`;
}

