import { html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { count, countryName, number } from '../core/format.js';
import { groups } from '../core/filters.js';
import { asOf, go, href } from '../core/router.js';
import { byYearOrMonth } from '../core/statistics.js';
import { t, word } from '../core/text.js';
import { countryLink, facts, languageName, outside } from '../parts/facts.js';
import { RecordPage } from '../parts/record-page.js';
import { byGroup } from '../parts/time-chart.js';
import { total } from '../parts/total.js';
import '../parts/events-of.js';
import '../parts/sanctions-of.js';

const roles = ['actor', 'sanction-sender', 'target', 'sanction-target', 'recipient', 'party', 'mediator', 'place', 'destination'];
const MOST_PARTNERS = 24;

/** What touches a country, and in which part. */
class CountryPage extends RecordPage {
  kind = 'country';

  nameOf(country) {
    return countryName(country);
  }

  get isReady() {
    const { value, failure } = this.beside('groups');
    return value !== null || failure !== null;
  }

  readMore({ code, parent }) {
    const then = { asOf: asOf() };
    if (parent)
      this.beside('parent').start((signal) => get(`/v1/countries/${encodeURIComponent(parent)}`, { fields: 'code,name', ...then }, { signal }));
    this.beside('groups').start((signal) => get('/v1/events/facets', { by: 'group', country: code, ...then }, { signal }));
    this.beside('roles').start(async (signal) => (await Promise.all(roles.map(async (role) => {
      const facets = await get('/v1/events/facets', { by: 'type', country: `${role}:${code}`, limit: 40, ...then }, { signal });
      return { role, events: facets.events, types: facets.items[0].values };
    }))).filter(({ events }) => events));
    this.beside('series').start((signal) => byYearOrMonth({ country: code, by: 'group', layout: 'wide' }, signal));
    this.beside('released').start(async (signal) => {
      const series = await byYearOrMonth({ country: `actor:${code}`, measure: 'people', headcountKind: 'released' }, signal);
      const sum = series.years.reduce((sum, { people }) => ({
        low: sum.low + people.low,
        best: sum.best + people.best,
        high: sum.high === null || people.high === null ? null : sum.high + people.high,
        unknown: sum.unknown + people.unknown,
      }), { low: 0, best: 0, high: 0, unknown: 0 });
      return { ...series, sum, items: series.items.map((item) => ({ ...item, released: item.people.best })) };
    });
    this.beside('partners').start(async (signal) => (await get('/v1/events/facets', { by: 'country', country: code, limit: MOST_PARTNERS + 1, ...then }, { signal }))
      .items[0].values.filter(({ country }) => country.code !== code).slice(0, MOST_PARTNERS));
  }

  draw(country) {
    const { code } = country;
    return html`${this.head(country)}
      <section class="totals" aria-label=${t('totals')}>
        ${this.show('groups', ({ events, items: [{ values }] }) => html`
          ${total(events, t('total.events', { n: events }), href('/explore', { country: code }))}
          ${groups.map((group) => total(values.find((value) => value.group === group)?.events ?? 0, word('group', group), href('/explore', { country: code, group }), group))}`)}
      </section>
      <section class="panel" aria-labelledby="about-title"><h2 id="about-title">${t('record.about')}</h2>${this.#about(country)}</section>
      ${this.beside('groups').value?.events ? this.#inEvents(country) : nothing}
      <sanctions-of .of=${code} .query=${this.query}></sanctions-of>
      <events-of .where=${{ country: code }} .query=${this.query}></events-of>`;
  }

  #inEvents(country) {
    const { code } = country;
    return html`<section class="panel roles" aria-labelledby="roles-title"><h2 id="roles-title">${t('country.roles')}</h2>${this.show('roles', (all) => this.#table(all, code))}</section>
      <section class="panel" aria-labelledby="time-title">
        <div class="panel-head"><h2 id="time-title">${t('time.title')}</h2><p class="hint">${t('time.hint')}</p></div>
        <div class="chart-room">${this.show('series', (series) => html`<time-chart .label=${t('time.label')} .items=${series.items} .series=${byGroup(series.items)}
            @range=${(event) => go(href('/explore', { country: code, ...event.detail }))}></time-chart>
          ${series.undated ? html`<p class="hint">${t('time.undated', { n: series.undated })}</p>` : nothing}`)}</div>
      </section>
      ${this.#releasedPanel(country)}
      <section class="panel" aria-labelledby="with-title"><h2 id="with-title">${t('country.with')}</h2>
        ${this.show('partners', (partners) => partners.length ? html`<div class="ranking"><ol>${partners.map(({ country: other, events }) => html`<li>${countryLink(other)}
          <a class="n" href=${href('/explore', { country: [code, other.code] })} aria-label=${t('country.withEvents', { n: events, country: countryName(other) })}>${number(events)}</a></li>`)}</ol></div>`
          : html`<p class="none">${t('list.none')}</p>`)}
      </section>`;
  }

  #about(country) {
    const { names = {}, aliases = [], officialName, name } = country;
    const inLanguages = Object.entries(names).map(([lang, text]) => ({ lang, language: languageName(lang), text })).sort((a, b) => a.language.localeCompare(b.language));
    return html`${facts([
      [t('country.official'), officialName && officialName !== name ? officialName : null],
      [t('country.code'), [country.code, country.alpha3, country.numeric].filter(Boolean).join(' · ')],
      [t('country.fips'), country.fips],
      ['Wikidata', country.wikidata ? outside(`https://www.wikidata.org/wiki/${encodeURIComponent(country.wikidata)}`, country.wikidata) : null],
      [t('country.region'), [country.subregion, country.region].filter(Boolean).join(', ')],
      [t('country.parent'), this.beside('parent').value ? countryLink(this.beside('parent').value) : country.parent],
      [t('country.capital'), country.capital],
      [t('country.status'), word('countryStatus', country.status)],
    ])}
    <p class="hint">${t('country.recognition')}</p>
    ${inLanguages.length || aliases.length ? html`<details><summary>${t('country.names', { n: inLanguages.length + aliases.length })}</summary>
      <ul class="names">${inLanguages.map(({ lang, language, text }) => html`<li><bdi lang=${lang}>${text}</bdi> <span class="kind">${language}</span></li>`)}
        ${aliases.map((alias) => html`<li><bdi>${alias}</bdi></li>`)}</ul></details>` : nothing}`;
  }

  #table(all, code) {
    if (!all.length)
      return html`<p class="none">${t(asOf() ? 'events.noneThen' : 'events.none')}</p>`;
    return html`<div class="wide" tabindex="0" role="region" aria-label=${t('country.rolesTable')}><table>
      <thead><tr><th scope="col">${t('country.as')}</th><th scope="col" class="n">${t('events')}</th><th scope="col">${t('country.of')}</th></tr></thead>
      <tbody>${all.map(({ role, events, types }) => html`<tr><th scope="row">${t(`country.as.${role}`)}</th>
        <td class="n"><a href=${href('/explore', { country: `${role}:${code}` })} aria-label=${t('events.count', { n: events })}>${number(events)}</a></td>
        <td><ul class="counts">${types.map(({ type, events: n }) => html`<li><a href=${href('/explore', { country: `${role}:${code}`, type })}>${word('type', type)}</a> ${number(n)}</li>`)}</ul></td></tr>`)}</tbody>
    </table></div>`;
  }

  #releasedPanel({ code }) {
    const { value } = this.beside('released');
    if (value && !value.sum.best && !value.sum.low && !value.sum.unknown)
      return nothing;
    return html`<section class="panel" aria-labelledby="released-title">
      <div class="panel-head"><h2 id="released-title">${t('country.released')}</h2>
        ${value ? html`<p>${t('people.count', { count: count(value.sum) })}${value.sum.unknown ? html` <span class="hint">${t('country.releasedUnknown', { n: value.sum.unknown })}</span>` : nothing}</p>` : nothing}</div>
      <div class="chart-room">${this.show('released', ({ items, undated }) => html`<time-chart .label=${t('country.released')} .items=${items} .series=${[{ name: 'released', label: t('country.releasedBest'), group: 'custody' }]}
          @range=${(event) => go(href('/explore', { country: `actor:${code}`, type: 'release', ...event.detail }))}></time-chart>
        ${undated ? html`<p class="hint">${t('time.undated', { n: undated })}</p>` : nothing}`)}</div>
    </section>`;
  }
}

customElements.define('country-page', CountryPage);
