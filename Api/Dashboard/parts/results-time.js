import { Part, Reading, html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { asOf, setQuery } from '../core/router.js';
import { t } from '../core/text.js';
import { byGroup } from './time-chart.js';

const DAY = 86_400_000;

/** The longest span of each interval, in days; beyond them all it is years. */
const spans = [['day', 100], ['week', 500], ['month', 1461], ['quarter', 2192]];

/** What is found over time; drawing over a range narrows the dates. */
class ResultsTime extends Part {
  static properties = {
    /** The filters as the API is asked. */
    asked: { attribute: false },
  };

  #series = new Reading(this);
  #before;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#series.stop();
    this.#before = null;
  }

  willUpdate() {
    const before = JSON.stringify([this.asked, asOf()]);
    if (before !== this.#before) {
      this.#before = before;
      this.#read();
    }
  }

  #read() {
    const query = { ...this.asked, by: 'group', layout: 'wide', asOf: asOf() };
    this.#series.start(async (signal) => {
      const years = await get('/v1/events/series', { ...query, interval: 'year' }, { signal });
      const interval = intervalFor(years);
      return interval === 'year' ? years : get('/v1/events/series', { ...query, interval }, { signal });
    });
  }

  render() {
    const { value, failure } = this.#series;
    if (failure)
      return this.#series.show(() => nothing, { again: () => this.#read() });
    return html`<section class="panel" aria-labelledby="time-title">
      <div class="panel-head"><h2 id="time-title">${t('time.title')}</h2><p class="hint">${t('time.narrow')}</p></div>
      <time-chart .label=${t('time.label')} .items=${value?.items ?? []} .series=${byGroup(value?.items ?? [])} @range=${(event) => setQuery(event.detail)}></time-chart>
      <p class="hint" role="status">${value?.earlier ? t('time.earlier', { n: value.earlier }) : nothing} ${value?.undated ? t('time.undated', { n: value.undated }) : nothing}&nbsp;</p>
    </section>`;
  }
}

/** The shortest interval that keeps the bars of these years readable, within the dates that are asked for. */
function intervalFor({ items, applied }) {
  if (!items.length)
    return 'year';
  const asked = (name) => Date.parse(applied.find(({ parameter }) => parameter === name)?.values[0] ?? '');
  const first = Math.max(Date.parse(items[0].start), asked('from') || -Infinity);
  const last = Math.min(Date.parse(`${items.at(-1).bucket}-12-31`), asked('to') || Infinity);
  return spans.find(([, days]) => (last - first) / DAY <= days)?.[0] ?? 'year';
}

customElements.define('results-time', ResultsTime);
