import { Part, html, nothing, svg } from '../core/element.js';
import { when } from '../core/format.js';
import { path } from '../core/records.js';
import { href } from '../core/router.js';
import { t, word } from '../core/text.js';
import { occurrence } from './event-row.js';

const HEIGHT = 112;
const BAR = { y: 62, height: 16 };
const SIDE = 14;
const LABEL = 24;
const MOST_LABELS = 40;
const DAY = 86_400_000;

/** The life of a sanction: when it was in force, and what changed it; as a picture over time, and the same as a table. */
class LifeLine extends Part {
  static properties = {
    sanction: { attribute: false },
    /** The day to which the picture goes. */
    to: {},
    /** A day that is marked, or null. */
    on: {},
    _width: { state: true },
  };

  constructor() {
    super();
    this._width = 960;
  }

  connectedCallback() {
    super.connectedCallback();
    const size = new ResizeObserver(([{ contentRect }]) => this._width = Math.max(240, Math.round(contentRect.width)));
    size.observe(this);
    this.until(() => size.disconnect());
  }

  render() {
    const { timeline = [], inForce = [] } = this.sanction;
    if (!timeline.length && !inForce.length)
      return html`<p class="none">${t('life.none')}</p>`;
    const acts = timeline.map((act, i) => ({ ...act, n: i + 1, day: act.on?.latest ?? act.on?.earliest ?? null }));
    return html`${this.#picture(acts, inForce)}
      <p>${inForce.length ? t('life.inForce') : t('life.neverInForce')} ${inForce.map(({ from, to }, i) => html`${i ? '; ' : ''}${
        from ? when(from, { short: true }) : t('life.before')} – ${to ? when(to, { short: true }) : t('life.still')}`)}</p>
      ${acts.length ? html`<div class="wide" tabindex="0" role="region" aria-label=${t('life.table')}><table>
        <thead><tr><th scope="col" class="n"><span class="unseen">${t('life.number')}</span></th><th scope="col">${t('chart.when')}</th><th scope="col">${t('life.effect')}</th><th scope="col">${t('kind.event')}</th><th scope="col">${t('life.instrument')}</th></tr></thead>
        <tbody>${acts.map((act) => html`<tr><td class="n">${act.n}</td><td>${when(act.on, { short: true })}</td>
          <td>${word('effect', act.effect)} ${occurrence(act)}</td>
          <td><a href=${href(path({ kind: 'event', id: act.event.id }))} dir="auto">${act.event.title}</a></td><td dir="auto">${act.instrument ?? ''}</td></tr>`)}</tbody>
      </table></div>` : nothing}`;
  }

  #picture(acts, inForce) {
    const days = [...acts.map(({ day }) => day), ...inForce.flatMap(({ from, to }) => [from, to]), this.to, wholeDay(this.on)].filter(Boolean).map(Date.parse).filter((n) => !Number.isNaN(n));
    const [first, last] = [Math.min(...days), Math.max(...days)];
    const room = Math.max(30 * DAY, (last - first) * 0.04);
    const [start, end] = [first - room, last + room];
    const x = (text) => SIDE + (Date.parse(text) - start) / (end - start) * (this._width - 2 * SIDE);
    const dated = acts.filter(({ day }) => day).sort((a, b) => a.day < b.day ? -1 : 1);
    const labels = spread(dated.map(({ day }) => x(day)), this._width);
    const marked = wholeDay(this.on);
    return html`<svg class="life" width="100%" height=${HEIGHT} viewBox=${`0 0 ${this._width} ${HEIGHT}`} role="img" aria-label=${t('life.label')}>
      ${years(start, end, this._width).map(({ text, day }) => svg`<line class="tick" x1=${x(day)} x2=${x(day)} y1=${BAR.y - 6} y2=${BAR.y + BAR.height + 6}></line>
        <text class="year" x=${x(day)} y=${HEIGHT - 6} text-anchor="middle">${text}</text>`)}
      <line class="axis" x1="0" x2=${this._width} y1=${BAR.y + BAR.height / 2} y2=${BAR.y + BAR.height / 2}></line>
      ${inForce.map(({ from, to }) => {
        const [a, b] = [from ? x(from) : 0, to ? x(to) : x(this.to)];
        return svg`<rect class="force" x=${a} width=${Math.max(2, b - a)} y=${BAR.y} height=${BAR.height} data-open=${from ? nothing : 'true'}><title>${t('life.inForce')} ${from ?? t('life.before')} – ${to ?? t('life.still')}</title></rect>`;
      })}
      ${marked && !Number.isNaN(Date.parse(marked)) ? svg`<line class="on" x1=${x(marked)} x2=${x(marked)} y1=${LABEL + 8} y2=${HEIGHT - 20}></line>` : nothing}
      ${dated.map((act, i) => svg`<g class="act" data-counts=${isDone(act)}>
        <title>${act.n}. ${when(act.on)}: ${word('effect', act.effect)}${isDone(act) ? '' : ` (${word('occurrence', act.occurrence)})`}</title>
        ${dated.length > MOST_LABELS ? nothing : svg`<path class="lead" d=${`M${x(act.day)} ${BAR.y}V${BAR.y - 14}L${labels[i]} ${LABEL}`}></path>
          <text x=${labels[i]} y=${LABEL - 4} text-anchor="middle">${act.n}</text>`}
        <circle cx=${x(act.day)} cy=${isDone(act) ? BAR.y + BAR.height / 2 : BAR.y - 6} r="6"></circle>
      </g>`)}
    </svg>`;
  }
}

/** What was only announced, denied or cancelled changed nothing. */
const isDone = ({ occurrence }) => occurrence === 'occurred';

/** The first day of a date of the address ("2025-12" to "2025-12-01"). */
const wholeDay = (text) => text ? `${text}-01-01`.slice(0, 10) : null;

/** Places beside each other for labels that would stand upon each other. */
function spread(places, width) {
  const step = Math.min(22, (width - 2 * SIDE) / Math.max(1, places.length));
  const out = [];
  for (const place of places)
    out.push(Math.max(place, (out.at(-1) ?? -step) + step));
  for (let i = out.length - 1, most = width - SIDE; i >= 0 && out[i] > most; i--, most -= step)
    out[i] = most;
  return out;
}

/** The years to write under the line, as many as there is room for. */
function years(start, end, width) {
  const [first, last] = [new Date(start).getUTCFullYear() + 1, new Date(end).getUTCFullYear()];
  const step = [1, 2, 5, 10, 20, 50, 100].find((step) => (last - first) / step <= width / 60) ?? 100;
  const out = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step)
    out.push({ text: String(year), day: `${String(year).padStart(4, '0')}-01-01` });
  return out;
}

customElements.define('life-line', LifeLine);
