import { Part, html, nothing } from '../core/element.js';
import { asOf, href, setQuery } from '../core/router.js';
import { t, word } from '../core/text.js';
import { eventRow } from './event-row.js';
import './paged-list.js';

const groups = ['custody', 'sanctions', 'diplomacy', 'other'];

/** The events of a record, page by page, to be narrowed to a group and turned around; both stand in the address. */
class EventsOf extends Part {
  static properties = {
    /** Which events: filters of the API. */
    where: { attribute: false },
    /** The words of the address. */
    query: { attribute: false },
    heading: {},
    /** The order as long as none is chosen: "date" or "-date". */
    order: {},
    /** How an event is drawn; as everywhere when left out. */
    row: { attribute: false },
  };

  constructor() {
    super();
    [this.where, this.order, this.row] = [{}, '-date', eventRow];
  }

  render() {
    const group = groups.find((one) => one === this.query.get('group')) ?? '';
    const sort = ['date', '-date'].find((one) => one === this.query.get('sort')) ?? this.order;
    const [name] = Object.keys(this.where);
    return html`<section class="panel" aria-labelledby="events-title">
      <div class="panel-head"><h2 id="events-title">${this.heading ?? t('events')}</h2>
        <div class="choices">
          <label>${t('events.group')} <select @change=${(event) => setQuery({ group: event.target.value }, { replace: true })}>
            ${['', ...groups].map((one) => html`<option value=${one} ?selected=${one === group}>${one ? word('group', one) : t('events.anyGroup')}</option>`)}
          </select></label>
          <label>${t('events.order')} <select @change=${(event) => setQuery({ sort: event.target.value === this.order ? null : event.target.value }, { replace: true })}>
            ${['-date', 'date'].map((one) => html`<option value=${one} ?selected=${one === sort}>${t(one === 'date' ? 'events.oldest' : 'events.newest')}</option>`)}
          </select></label>
          ${name ? html`<a href=${href('/explore', { ...this.where, group })}>${t('explore')}</a>` : nothing}
        </div>
      </div>
      <paged-list path="/v1/events" .where=${{ ...this.where, group, sort }} .row=${this.row} .none=${t(asOf() ? 'events.noneThen' : 'events.none')}></paged-list>
    </section>`;
  }
}

customElements.define('events-of', EventsOf);
