import { html, live, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { period, when } from '../core/format.js';
import { path } from '../core/records.js';
import { asOf, href, setQuery } from '../core/router.js';
import { humane, t, word } from '../core/text.js';
import { occurrence } from '../parts/event-row.js';
import { chips, externalIds, facts, outside, partyLink } from '../parts/facts.js';
import { RecordPage } from '../parts/record-page.js';
import { day, stateOf } from '../parts/sanctions-of.js';
import '../parts/events-of.js';
import '../parts/life-line.js';

const MOST_EXCHANGES = 50;

/** A standing measure: in what state it is on a day, how it came to that, and what was given for it. */
class SanctionPage extends RecordPage {
  kind = 'sanction';

  nameOf(sanction) {
    return sanction.name;
  }

  ask() {
    return { on: this.query.get('on') ?? (asOf() ? day() : null) };
  }

  readMore({ id }) {
    this.beside('exchanges').start(async (signal) => {
      const { items } = await get('/v1/events', { sanction: id, linked: 'in-exchange-for', include: 'linked', fields: 'id,title,type,start,occurrence,linked', sort: 'date', limit: MOST_EXCHANGES, asOf: asOf() }, { signal });
      return items.map((event) => ({ event, given: event.linked.filter(({ type }) => type === 'in-exchange-for') }));
    });
  }

  draw(sanction) {
    const on = this.query.get('on');
    return html`${this.head(sanction)}
      <section class="panel state" aria-labelledby="state-title">
        <div class="panel-head"><h2 id="state-title">${t('sanction.state')}</h2>
          <div class="choices"><label>${t('sanction.on')} <input type="date" .value=${live(on ?? day())} @change=${(event) => setQuery({ on: event.target.value }, { replace: true })}></label>
          ${on ? html`<button type="button" @click=${() => setQuery({ on: null })}>${t('sanction.today')}</button>` : nothing}</div></div>
        <p class="state-now" role="status">${stateOf(sanction)} <span class="hint">${t('sanction.endOf', { day: when(on ?? day()) })}</span></p>
        <life-line .sanction=${sanction} .to=${day()} .on=${on}></life-line>
      </section>
      <section class="panel" aria-labelledby="about-title"><h2 id="about-title">${t('record.about')}</h2>
        ${sanction.description ? html`<p dir="auto" class="prose">${sanction.description}</p>` : nothing}
        ${facts([
          [t('sanction.senders'), sanction.senders.map(partyLink)],
          [t('sanction.targets'), sanction.targets.map(partyLink)],
          [t('sanction.kinds'), chips(sanction.kinds.map((kind) => word('sanctionKind', kind)))],
          [t('sanction.commodities'), chips(sanction.commodities.map((commodity) => html`<a href=${href('/explore', { commodity })}>${humane(commodity)}</a>`))],
          [t('sanction.programme'), sanction.programme],
          [t('sanction.legalBasis'), sanction.legalBasis],
          [t('sanction.authority'), sanction.authority],
          [t('sanction.objectives'), sanction.objectives],
          [t('record.address'), sanction.url ? outside(sanction.url) : null],
          [t('record.externalIds'), externalIds(sanction.externalIds)],
        ])}
      </section>
      <section class="panel" aria-labelledby="exchange-title"><h2 id="exchange-title">${t('sanction.exchange')}</h2>
        ${this.show('exchanges', (exchanges) => exchanges.length ? html`<ul class="exchanges">${exchanges.map(({ event, given }) => html`<li>
            <p>${brief(event)}</p><p class="hint">${t('sanction.inExchangeFor')}</p>
            <ul>${given.map(({ event: other, basis, note }) => html`<li>${brief(other)} ${basis === 'inferred' ? html`<span class="tag">${t('basis.inferred')}</span>` : nothing}${note ? html` <span class="hint" dir="auto">${note}</span>` : nothing}</li>`)}</ul>
          </li>`)}</ul>` : html`<p class="none">${t('sanction.noExchange')}</p>`)}
      </section>
      <events-of .where=${{ sanction: sanction.id }} .query=${this.query}></events-of>`;
  }
}

const brief = (event) => html`<a href=${href(path({ kind: 'event', id: event.id }))} dir="auto">${event.title}</a> <span class="hint">${period(event.start, event.end, { short: true })}</span> ${occurrence(event)}`;

customElements.define('sanction-page', SanctionPage);
