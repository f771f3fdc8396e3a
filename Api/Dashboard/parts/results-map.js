import { Part, Reading, html } from '../core/element.js';
import { countryName, number } from '../core/format.js';
import { withValue } from '../core/filters.js';
import { path } from '../core/records.js';
import { asOf, href, setQuery } from '../core/router.js';
import { byCountry, mapRoles } from '../core/statistics.js';
import { t, word } from '../core/text.js';
import './world-map.js';

/** Where what is found took place and whom it touches: countries by their number of events, and the places of the events shown. */
class ResultsMap extends Part {
  static properties = {
    /** The filters as the API is asked. */
    asked: { attribute: false },
    query: { attribute: false },
    /** The events that are shown; those with a place become points. */
    events: { attribute: false },
  };

  #countries = new Reading(this);
  #before;

  constructor() {
    super();
    this.events = [];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#countries.stop();
    this.#before = null;
  }

  willUpdate() {
    const before = JSON.stringify([this.asked, this.#role, asOf()]);
    if (before !== this.#before) {
      this.#before = before;
      this.#read();
    }
  }

  get #role() {
    return mapRoles.find((role) => role === this.query.get('role')) ?? '';
  }

  #read() {
    this.#countries.start((signal) => byCountry(this.asked, this.#role, signal));
  }

  render() {
    const points = this.events.filter(({ place }) => typeof place?.lat === 'number' && typeof place.lon === 'number')
      .map(({ id, title, group, place }) => ({ lon: place.lon, lat: place.lat, title, group, href: href(path({ kind: 'event', id })) }));
    return html`<section class="panel map-panel" aria-labelledby="map-title">
      <div class="panel-head"><h2 id="map-title">${t('map.title')}</h2>
        <label>${t('map.role')} <select @change=${(event) => setQuery({ role: event.target.value }, { replace: true })}>
          ${mapRoles.map((role) => html`<option value=${role} ?selected=${role === this.#role}>${role ? word('role', role) : t('map.any')}</option>`)}
        </select></label></div>
      <world-map .label=${t('map.label')} .countries=${this.#countries.value ?? []} .points=${points} .to=${(code) => this.#to(code)}></world-map>
      ${this.#countries.show((countries) => html`<details class="ranking"><summary>${t('map.list', { n: countries.length })}</summary><ol>
        ${countries.map((country) => html`<li><a href=${href(path({ kind: 'country', id: country.code }))}><bdi>${countryName(country)}</bdi></a> <a class="n" href=${this.#to(country.code)}>${number(country.value)}</a></li>`)}
      </ol></details>`, { again: () => this.#read() })}
      <p class="hint">${t('map.points', { n: points.length })}</p>
    </section>`;
  }

  /** The same question, of this country besides. */
  #to(code) {
    const names = [...new Set(this.query.keys())];
    const country = withValue(this.query.getAll('country'), this.#role ? `${this.#role}:${code}` : code);
    return href('/explore', { ...Object.fromEntries(names.map((name) => [name, this.query.getAll(name)])), country });
  }
}

customElements.define('results-map', ResultsMap);
