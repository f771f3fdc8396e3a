import { Part, Reading, html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { asked, collections, filterOf } from '../core/filters.js';
import { number } from '../core/format.js';
import { asOf, href, setQuery } from '../core/router.js';
import { session } from '../core/session.js';
import { t, word } from '../core/text.js';
import { reportRow } from '../parts/report-row.js';
import { countryRow, organizationRow, personRow } from '../parts/record-rows.js';
import { sanctionRow } from '../parts/sanctions-of.js';
import '../parts/filter-bar.js';
import '../parts/filter-chips.js';
import '../parts/paged-list.js';
import '../parts/results-events.js';
import '../parts/take-along.js';

const rows = { people: personRow, organizations: organizationRow, sanctions: sanctionRow, reports: reportRow, countries: countryRow };

/** All that is on record, narrowed by filters that stand in the address. */
class ExplorePage extends Part {
  static properties = { params: { attribute: false }, query: { attribute: false } };

  #found = new Reading(this);
  #asked = {};
  #before;
  #shown;

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.#read()));
    const back = () => this.#found.failure && this.#read();
    addEventListener('online', back);
    this.until(() => removeEventListener('online', back));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#found.stop();
    this.#before = null;
  }

  get #collection() {
    return collections.find((one) => one === this.query.get('kind')) ?? 'events';
  }

  willUpdate() {
    const wanted = asked(this.#collection, this.query);
    const before = JSON.stringify([this.#collection, wanted, asOf()]);
    if (before === this.#before)
      return;
    if (this.#shown !== this.#collection) {
      this.#found.stop();
      this.#found = new Reading(this); // A number of people is none of events.
    }
    [this.#before, this.#asked, this.#shown] = [before, wanted, this.#collection];
    this.#read();
  }

  /** How many there are, and how the filters are understood. */
  #read() {
    const collection = this.#collection;
    this.#found.start(async (signal) => collection === 'events'
      ? get('/v1/events/facets', { ...this.#asked, by: 'group', asOf: asOf() }, { signal })
      : get(`/v1/${collection}`, { ...this.#asked, limit: 1, count: 'exact', asOf: asOf() }, { signal }));
  }

  updated() {
    document.title = `${this.#collection === 'events' ? t('explore') : t(`collection.${this.#collection}`)} · ${t('brand')}`;
  }

  render() {
    const collection = this.#collection;
    const { value, failure, isBusy } = this.#found;
    const errors = new Map((failure?.errors ?? []).map(({ pointer, message }) => [filterOf(collection, pointer).name, message]));
    const wanted = this.query.get('kind');
    return html`<div class="explore-head"><h1>${t('explore')}</h1>
        <nav class="tabs" aria-label=${t('explore.kinds')}>${collections.map((one) => html`<a href=${href('/explore', { kind: one === 'events' ? null : one })} aria-current=${one === collection ? 'page' : nothing}>${t(`collection.${one}`)}</a>`)}</nav>
      </div>
      ${wanted && wanted !== collection ? html`<p class="problem" role="alert">${t('explore.unknown', { kind: wanted.slice(0, 100) })}</p>` : nothing}
      <div class="explore">
        <filter-bar .collection=${collection} .query=${this.query} .errors=${errors}></filter-bar>
        <section class="results" aria-labelledby="found">
          <filter-chips .collection=${collection} .asked=${this.#asked} .applied=${isBusy ? undefined : value?.applied}></filter-chips>
          <div class="found" aria-busy=${isBusy ? 'true' : 'false'}>
            <div><h2 id="found" tabindex="-1"><span role="status">${failure ? t('found.unknown') : value ? t(`found.${collection}`, { n: value.events ?? value.total }) : t('busy')}</span></h2>
              ${collection === 'events' && value?.events ? html`<p class="groups">${value.items[0].values.map(({ group, events }) => html`<button type="button" class="plain" data-group=${group} @click=${() => setQuery({ group })}>${word('group', group)} ${number(events)}</button>`)}</p>` : nothing}</div>
            <take-along .collection=${collection} .asked=${this.#asked} .query=${this.query}></take-along>
          </div>
          ${failure ? this.#found.show(() => nothing, { again: failure.status === 400 ? undefined : () => this.#read() })
            : collection === 'events' ? html`<results-events .asked=${this.#asked} .query=${this.query}></results-events>`
            : html`<paged-list path=${`/v1/${collection}`} .where=${collection === 'countries' ? { ...this.#asked, fields: 'code,name,region,subregion' } : this.#asked} .row=${rows[collection]} .label=${t(`collection.${collection}`)} limit="50"></paged-list>`}
        </section>
      </div>`;
  }
}

customElements.define('explore-page', ExplorePage);
