import { Part, Reading, html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { listing } from '../core/filters.js';
import { asOf, href, setQuery } from '../core/router.js';
import { session } from '../core/session.js';
import { t } from '../core/text.js';
import { eventList } from './event-row.js';
import { eventTable } from './event-table.js';
import './problem-note.js';
import './results-map.js';
import './results-time.js';

const views = ['list', 'map', 'time', 'table'];
const sorts = ['-date', 'date', '-people', '-updated'];
const LIMIT = 50;

/** The events that are found, as a list, on a map, over time, or as a table. */
class ResultsEvents extends Part {
  static properties = {
    /** The filters as the API is asked. */
    asked: { attribute: false },
    query: { attribute: false },
    _more: { state: true },
  };

  #first = new Reading(this);
  #next = new Reading(this);
  #before;

  constructor() {
    super();
    this._more = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.#read()));
    const back = () => this.#first.failure && this.#read();
    addEventListener('online', back);
    this.until(() => removeEventListener('online', back));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#first.stop();
    this.#next.stop();
    this.#before = null;
  }

  willUpdate() {
    const before = JSON.stringify([this.asked, listing(this.query), asOf()]);
    if (before !== this.#before) {
      this.#before = before;
      this.#read();
    }
  }

  get #view() {
    return views.find((view) => view === this.query.get('view')) ?? 'list';
  }

  #read() {
    this.#next.stop();
    [this.#next.value, this.#next.failure, this.#next.isBusy] = [null, null, false];
    this.#first.start(async (signal) => {
      const page = await get('/v1/events', { limit: LIMIT, ...listing(this.query), ...this.asked, asOf: asOf() }, { signal });
      this._more = [];
      return page;
    });
  }

  async #readNext() {
    const { next } = this._more.at(-1) ?? this.#first.value;
    const before = this.#before;
    const { pathname, search } = new URL(next, location.href);
    await this.#next.start((signal) => get(pathname + search, {}, { signal }));
    if (!this.#next.value || before !== this.#before)
      return;
    const shown = this.#links().length;
    this._more = [...this._more, this.#next.value];
    await this.updateComplete;
    if (!this._more.at(-1).next) // The button, which had the focus, is gone.
      this.#links()[shown]?.focus();
  }

  #links() {
    return [...this.querySelectorAll('.event-row > a, .event-table th > a')];
  }

  render() {
    const pages = this.#first.value ? [this.#first.value, ...this._more] : [];
    const events = pages.flatMap(({ items }) => items);
    const sort = this.query.get('sort') ?? '-date';
    const words = Object.fromEntries([...new Set(this.query.keys())].map((name) => [name, this.query.getAll(name)]));
    return html`<div class="results-head">
        <nav class="tabs" aria-label=${t('explore.view')}>${views.map((view) => html`<a href=${href('/explore', { ...words, view: view === 'list' ? null : view })} aria-current=${view === this.#view ? 'true' : nothing}>${t(`view.${view}`)}</a>`)}</nav>
        <label>${t('events.order')} <select @change=${(event) => setQuery({ sort: event.target.value === '-date' ? null : event.target.value })}>
          ${[...sorts, ...this.asked.q || sort === 'relevance' ? ['relevance'] : []].map((one) => html`<option value=${one} ?selected=${one === sort}>${t(`sort.${one}`)}</option>`)}
        </select></label>
      </div>
      ${this.#view === 'map' ? html`<results-map .asked=${this.asked} .query=${this.query} .events=${events}></results-map>` : nothing}
      ${this.#view === 'time' ? html`<results-time .asked=${this.asked}></results-time>` : nothing}
      ${this.#first.show(() => html`<div aria-busy=${this.#first.isBusy ? 'true' : 'false'}>
        ${this.#view === 'table' && events.length ? eventTable(events, sort) : eventList(events)}
        ${this.#next.failure ? html`<problem-note .problem=${this.#next.failure}></problem-note>` : nothing}
        ${pages.at(-1).next ? html`<button type="button" class="next" aria-disabled=${this.#next.isBusy ? 'true' : nothing} @click=${() => this.#next.isBusy || this.#readNext()}>${t('list.more')}</button>` : nothing}
        <span class="unseen" role="status">${this._more.length ? t('list.shown', { n: events.length }) : ''}</span>
      </div>`, { again: () => this.#read() })}`;
  }
}

customElements.define('results-events', ResultsEvents);
