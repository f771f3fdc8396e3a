import { Part, Reading, html, nothing } from '../core/element.js';
import { follow, get } from '../core/api.js';
import { ago, countryName, number } from '../core/format.js';
import { groups } from '../core/filters.js';
import { path } from '../core/records.js';
import { asOf, go, href } from '../core/router.js';
import { byCountry, byYearOrMonth, mapRoles } from '../core/statistics.js';
import { t, word } from '../core/text.js';
import { eventList } from '../parts/event-row.js';
import { total } from '../parts/total.js';

const collections = ['people', 'organizations', 'sanctions', 'reports'];
const MOST_CHANGES = 8;

/** What there is, at a glance; every number leads to its list. */
class OverviewPage extends Part {
  static properties = { params: { attribute: false }, query: { attribute: false }, _changes: { state: true }, _isLive: { state: true } };

  #groups = new Reading(this);
  #records = new Reading(this);
  #map = new Reading(this);
  #series = new Reading(this);
  #newest = new Reading(this);
  #end;
  #asked;
  #mapRead;
  #seriesRead;

  constructor() {
    super();
    [this._changes, this._isLive] = [[], null];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end?.();
    clearTimeout(this.#again);
    this.#asked = null;
  }

  willUpdate() {
    const asked = `${asOf()}|${this.#role}`;
    if (asked === this.#asked)
      return;
    const isNew = this.#asked?.split('|')[0] !== String(asOf());
    this.#asked = asked;
    if (isNew)
      this.#readAll();
    this.#readMap();
  }

  get #role() {
    const role = this.query.get('role') ?? '';
    return mapRoles.includes(role) ? role : '';
  }

  #readAll() {
    document.title = t('brand');
    this.#groups.start((signal) => get('/v1/events/facets', { by: 'group', asOf: asOf() }, { signal }));
    this.#newest.start((signal) => get('/v1/events', { limit: 8, asOf: asOf() }, { signal })).then(() => this.#listen());
    this.#readRecords();
    this.#readSeries();
    import('../parts/time-chart.js').then(({ byGroup }) => {
      this._byGroup = byGroup;
      this.requestUpdate();
    });
    import('../parts/world-map.js').then(() => this.requestUpdate());
  }

  #readRecords() {
    this.#records.start(async (signal) => Object.fromEntries(await Promise.all(collections.map(async (name) => [name, (await get(`/v1/${name}`, { limit: 1, count: 'exact', asOf: asOf() }, { signal })).total]))));
  }

  #readSeries() {
    this.#seriesRead = this.#series.start((signal) => byYearOrMonth({ by: 'group', layout: 'wide' }, signal));
  }

  #readMap() {
    this.#mapRead = this.#map.start((signal) => byCountry({}, this.#role, signal));
  }

  /** What was changed since the start of the day, and from now on. */
  async #listen() {
    this.#end?.();
    const { seq } = this.#newest.value ?? {};
    if (asOf() || seq === undefined || !this.isConnected)
      return;
    const day = new Date().setHours(0, 0, 0, 0);
    let arrived = [];
    this.#end = follow({ kind: 'event,sanction,person,organization,report' }, seq, (change) => {
      // A commit may hold thousands: the page is drawn once for all that come together.
      if (arrived.push(change) === 1) {
        setTimeout(() => {
          this._changes = [...arrived.reverse(), ...this._changes].slice(0, MOST_CHANGES);
          arrived = [];
        }, 50);
      }
      this.#renew();
    }, (isLive) => this._isLive = isLive);
    // The costliest question of the page, and the least urgent one.
    await Promise.allSettled([this.#mapRead, this.#seriesRead]);
    const changed = await get('/v1/events', { sort: '-updated', limit: MOST_CHANGES, fields: 'kind,id,title,version,updatedAt' }).catch(() => ({ items: [] }));
    this._changes = [...this._changes, ...changed.items.filter((event) => new Date(event.updatedAt) >= day && !this._changes.some(({ id }) => id === event.id))
      .map((event) => ({ kind: 'event', id: event.id, op: event.version === 1 ? 'create' : 'update', at: event.updatedAt, document: event }))].slice(0, MOST_CHANGES);
  }

  #again;

  /** Others are writing: the numbers follow, but not with every single change. */
  #renew() {
    this.#again ??= setTimeout(() => {
      this.#again = undefined;
      this.#groups.start((signal) => get('/v1/events/facets', { by: 'group' }, { signal }));
      this.#newest.start((signal) => get('/v1/events', { limit: 8 }, { signal }));
      this.#readMap();
      this.#readRecords();
      this.#readSeries();
    }, 500);
  }

  render() {
    return html`<h1 class="unseen">${t('overview')}</h1>
      <section class="totals" aria-label=${t('totals')}>
        ${total(this.#groups.value?.events, t('total.events', { n: this.#groups.value?.events ?? 0 }), href('/explore'))}
        ${groups.map((group) => total(this.#countOf(group), word('group', group), href('/explore', { group }), group))}
        ${collections.map((name) => total(this.#records.value?.[name], t(`total.${name}`, { n: this.#records.value?.[name] ?? 0 }), href('/explore', { kind: name })))}
      </section>
      ${this.#groups.failure ? this.#groups.show(() => nothing, { again: () => this.#readAll() }) : nothing}
      <div class="columns">
        <section class="panel map-panel" aria-labelledby="map-title">
          <div class="panel-head"><h2 id="map-title">${t('map.title')}</h2>
            <label>${t('map.role')} <select @change=${(event) => go(href('/', { role: event.target.value }))}>
              ${mapRoles.map((role) => html`<option value=${role} ?selected=${role === this.#role}>${role ? word('role', role) : t('map.any')}</option>`)}
            </select></label>
          </div>
          <world-map .label=${t('map.label')} .countries=${this.#map.value ?? []} .to=${(code) => href('/explore', { country: this.#role ? `${this.#role}:${code}` : code })}></world-map>
          ${this.#map.show((countries) => html`<details class="ranking"><summary>${t('map.list', { n: countries.length })}</summary><ol>
            ${countries.map((country) => html`<li><a href=${href(`/countries/${country.code}`)}><bdi>${countryName(country)}</bdi></a>
              <a class="n" href=${href('/explore', { country: this.#role ? `${this.#role}:${country.code}` : country.code })}>${number(country.value)}</a></li>`)}
          </ol></details>`)}
        </section>
        <section class="panel" aria-labelledby="today-title">
          <div class="panel-head"><h2 id="today-title">${t('today')}</h2>${this.#lamp()}</div>
          <ol class="changes" aria-live="polite" aria-relevant="additions" tabindex="0" aria-labelledby="today-title">
            ${this._changes.map((change) => html`<li><span class="op" data-op=${change.op}>${word('op', change.op)}</span>
              <a href=${href(path(change))} dir="auto">${change.document?.title ?? change.document?.name ?? word('kind', change.kind)}</a>
              <time datetime=${change.at}>${ago(change.at)}</time></li>`)}
            ${this._changes.length || asOf() ? nothing : html`<li class="none">${t('today.none')}</li>`}
          </ol>
        </section>
      </div>
      <section class="panel" aria-labelledby="time-title">
        <div class="panel-head"><h2 id="time-title">${t('time.title')}</h2><p class="hint">${t('time.hint')}</p></div>
        ${this.#series.failure ? this.#series.show(() => nothing) : html`<time-chart .label=${t('time.label')} .items=${this.#series.value?.items ?? []} .series=${this._byGroup?.(this.#series.value?.items ?? []) ?? []}
            @range=${(event) => go(href('/explore', event.detail))}></time-chart>
          <p class="hint">${this.#series.value?.undated ? t('time.undated', { n: this.#series.value.undated }) : nothing}&nbsp;</p>`}
      </section>
      <section class="panel" aria-labelledby="newest-title">
        <div class="panel-head"><h2 id="newest-title">${t('newest')}</h2><a href=${href('/explore')}>${t('all')}</a></div>
        ${this.#newest.show((events) => eventList(events.items))}
      </section>`;
  }

  #countOf(group) {
    const facets = this.#groups.value;
    return facets ? facets.items[0].values.find((value) => value.group === group)?.events ?? 0 : undefined;
  }

  #lamp() {
    return asOf() ? nothing : this._isLive === null ? nothing
      : html`<span class="lamp" data-live=${this._isLive} role="status">${this._isLive ? t('live') : t('live.lost')}</span>`;
  }
}

customElements.define('overview-page', OverviewPage);
