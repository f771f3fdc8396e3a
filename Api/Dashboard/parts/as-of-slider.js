import { Part, Reading, html, live, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { instant } from '../core/format.js';
import { path } from '../core/records.js';
import { asOf, onMove, setQuery } from '../core/router.js';
import { t } from '../core/text.js';

const MOST_BESIDE = 12;

/**
 * Goes back to what was known earlier: a slider with a stop at each commit that changed this record, or another event that it
 * is told with, and a last one for now.
 */
class AsOfSlider extends Part {
  static properties = {
    kind: {},
    id: {},
    /** The ids of events whose changes are stops, too. */
    beside: { attribute: false },
  };

  #stops = new Reading(this);
  #asked;
  #isDragged = false;

  constructor() {
    super();
    this.beside = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(onMove(() => this.requestUpdate()));
  }

  willUpdate() {
    // What was linked later is missing from an earlier state: stops once known stay.
    const asked = new Set([...(this.#asked?.id === this.id ? this.#asked.ids : []), ...this.beside]);
    if (this.#asked?.id === this.id && this.#asked.ids.size === asked.size)
      return;
    this.#asked = { id: this.id, ids: asked };
    this.#read([path(this), ...[...asked].slice(0, MOST_BESIDE).map((id) => path({ kind: 'event', id }))]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stops.stop();
  }

  #read(paths) {
    this.#stops.start(async (signal) => {
      const all = await Promise.all(paths.map((one, i) => get(`/v1${one}/revisions`, {}, { signal }).catch((failure) => {
        if (i === 0 || failure.name === 'AbortError')
          throw failure;
        return { items: [] };
      })));
      const first = all[0].items[0]?.seq ?? 0;
      const stops = new Map(all.flatMap(({ items }) => items).filter(({ seq }) => seq >= first).map(({ seq, at, reason }) => [seq, { seq, at, reason }]));
      return [...stops.values()].sort((a, b) => a.seq - b.seq);
    });
  }

  render() {
    return this.#stops.show((stops) => {
      const at = this.#place(stops);
      const stop = stops[at];
      const said = stop ? t('slider.at', { seq: stop.seq, at: instant(stop.at) }) : t('slider.now');
      return html`<div class="slider">
        <label>${t('slider.label')}
          <input type="range" min="0" max=${stops.length} step="1" .value=${live(String(at))} aria-valuetext=${said}
            @input=${(event) => this.#go(stops, Number(event.target.value))} @change=${() => this.#isDragged = false}></label>
        <p class="hint" role="status">${said}${stop?.reason ? html` <q dir="auto">${stop.reason}</q>` : nothing}</p>
      </div>`;
    });
  }

  /** The stop that the address means: the last one that was reached by then. */
  #place(stops) {
    const then = asOf();
    if (!then)
      return stops.length;
    const isReached = /^\d+$/.test(then) ? ({ seq }) => seq <= Number(then) : ({ at }) => Date.parse(at) <= Date.parse(then);
    return Math.max(0, stops.findLastIndex(isReached));
  }

  #go(stops, place) {
    // One drag is one step back in the browser.
    setQuery({ asOf: stops[place]?.seq ?? null }, { replace: this.#isDragged });
    this.#isDragged = true;
  }
}

customElements.define('as-of-slider', AsOfSlider);
