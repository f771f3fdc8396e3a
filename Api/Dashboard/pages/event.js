import { html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { count, countryName, period } from '../core/format.js';
import { path } from '../core/records.js';
import { asOf, href } from '../core/router.js';
import { humane, t, word } from '../core/text.js';
import { occurrence } from '../parts/event-row.js';
import { evidenceList } from '../parts/evidence-list.js';
import { chips, countryLink, externalIds, facts, partyLink, recordLink } from '../parts/facts.js';
import { RecordPage } from '../parts/record-page.js';
import { day, stateOf } from '../parts/sanctions-of.js';
import '../parts/deal-graph.js';
import '../parts/life-line.js';
import '../parts/people-flow.js';

const MOST_SANCTIONS = 8;

/** One event, told in order: who, what, when and how surely, where, how many and what became of them, for what, and according to whom. */
class EventPage extends RecordPage {
  kind = 'event';

  nameOf(event) {
    return event.title;
  }

  /** Changes of these are told here, too. */
  besideOf(event) {
    return event.linked.flatMap(({ event: other }) => other?.id ?? []);
  }

  get isSliderOnTop() {
    return true;
  }

  readMore(event) {
    if (event.type === 'release')
      this.beside('release').start((signal) => get(`/v1/prisoner-releases/${event.id}`, { asOf: asOf() }, { signal }));
    if (event.sanctions.length)
      this.beside('sanctions').start((signal) => this.#readSanctions(event, signal));
  }

  /** Each sanction as it stood at the end of the day of the event, and as it stands today. */
  #readSanctions(event, signal) {
    const then = event.start.latest ?? event.start.earliest;
    return Promise.all(event.sanctions.slice(0, MOST_SANCTIONS).map(async (act) => {
      const at = `/v1${path({ kind: 'sanction', id: act.sanction.id })}`;
      const [now, before] = await Promise.all([get(at, { on: asOf() ? day() : null, asOf: asOf() }, { signal }), then ? get(at, { on: then, asOf: asOf() }, { signal }) : null]);
      return { act, now, before, then };
    }));
  }

  draw(event) {
    return html`${this.head(event, tags(event))}
      ${event.summary ? html`<p dir="auto" class="prose lead">${event.summary}</p>` : nothing}
      ${event.flags.length ? html`<ul class="note flags">${event.flags.map((flag) => html`<li><strong>${t('event.odd')}</strong> ${flag.detail}</li>`)}</ul>` : nothing}
      ${this.slider(event)}
      <section class="panel" aria-labelledby="story-title"><h2 id="story-title">${t('event.story')}</h2>${facts([
        ...this.#who(event),
        [t('event.what'), word('type', event.type)],
        [t('event.when'), html`${period(event.start, event.end)}${precision(event.start)}`],
        [t('event.where'), where(event.place)],
        [t('event.topics'), chips([...event.topics.map((topic) => html`<a href=${href('/explore', { topic })}>${humane(topic)}</a>`), ...event.commodities.map((commodity) => html`<a href=${href('/explore', { commodity })}>${humane(commodity)}</a>`)])],
        [t('event.verification'), html`${word('verification', event.verification)} <span class="hint">${t('event.support', { n: event.support.reports, independent: event.support.independent })}</span>`],
        [t('record.externalIds'), externalIds(event.externalIds)],
      ])}</section>
      ${event.headcounts.length ? html`<section class="panel" aria-labelledby="many-title"><h2 id="many-title">${t('event.howMany')}</h2>${headcounts(event.headcounts)}</section>` : nothing}
      ${event.type === 'release' ? html`<section class="panel flow-panel" aria-labelledby="flow-title"><h2 id="flow-title">${t('flow.title')}</h2>${this.show('release', (release) => release.destinations.length
        ? html`<people-flow .release=${release}></people-flow>` : html`<p class="none">${t('flow.none')}</p>`)}</section>` : nothing}
      ${event.people.length ? html`<section class="panel" aria-labelledby="people-title"><h2 id="people-title">${t('event.people')}</h2>${people(event.people)}</section>` : nothing}
      ${event.sanctions.length ? html`<section class="panel" aria-labelledby="sanctions-title"><h2 id="sanctions-title">${t('event.sanctions')}</h2>${this.show('sanctions', (sanctions) => sanctions.map(sanction))}</section>` : nothing}
      <section class="panel" aria-labelledby="deal-title"><h2 id="deal-title">${t('deal.title')}</h2><deal-graph .id=${event.id}></deal-graph></section>
      ${event.linked.length ? html`<section class="panel" aria-labelledby="linked-title"><h2 id="linked-title">${t('event.linked')}</h2>${linked(event.linked)}</section>` : nothing}
      <section class="panel" aria-labelledby="evidence-title"><h2 id="evidence-title">${t('event.evidence')}</h2>${evidenceList(event)}</section>`;
  }

  /** Those who take part, by their role. */
  #who({ participants }) {
    return [...Map.groupBy(participants, ({ role }) => role)].map(([role, all]) => [word('role', role), all.map((one) => html`${partyLink(one)}${one.capacity ? html`, <span>${one.capacity}</span>` : nothing}${
      one.onBehalfOf ? html` <span class="hint">${t('event.onBehalfOf')} ${countryLink(one.onBehalfOf)}</span>` : nothing}`)]);
  }
}

const tags = (event) => html`<span class="tag">${word('type', event.type)}</span> <span class="tag" data-group=${event.group}>${word('group', event.group)}</span> ${occurrence(event)}
  <span class="tag" data-verification=${event.verification}>${word('verification', event.verification)}</span>
  ${event.workflow === 'published' ? nothing : html`<span class="tag" data-workflow=${event.workflow}>${word('workflow', event.workflow)}</span>`}
  <button type="button" class="plain" @click=${() => print()}>${t('event.print')}</button>`;

/** What is not known of a date, where its words alone could be overlooked. */
const precision = ({ precision }) => precision === 'day' ? nothing : html` <span class="hint">${t(`event.precision.${precision}`)}</span>`;

function where(place) {
  if (!place)
    return null;
  if (place.withheld)
    return t('withheld.place');
  return html`${place.name ? html`<bdi>${place.name}</bdi>${place.country ? ', ' : nothing}` : nothing}${place.country ? countryLink(place.country) : nothing}`;
}

/** The numbers, each below the one that it is a part of. */
function headcounts(all) {
  const inner = (key) => all.filter(({ of }) => of && !of.event && of.key === key);
  const list = (some) => html`<ul class="headcounts">${some.map((one) => html`<li><strong>${count(one)}</strong> <span dir="auto">${one.label ?? word('headcountKind', one.kind)}</span>
    ${[one.label ? word('headcountKind', one.kind) : null, one.country ? countryName(one.country) : null, one.category ? humane(one.category) : null].filter(Boolean).map((text) => html`<span class="hint">${text}</span> `)}
    ${one.of?.event ? html`<span class="hint">${t('event.partOf')} ${recordLink('event', { id: one.of.event.id ?? one.of.event, title: one.of.event.title ?? t('kind.event') })}</span>` : nothing}
    ${inner(one.key).length ? list(inner(one.key)) : nothing}</li>`)}</ul>`;
  return list(all.filter(({ of }) => !of || of.event));
}

const people = (all) => html`<ul class="people">${all.map((one) => html`<li>${one.person?.id ? html`<strong>${recordLink('person', one.person)}</strong>` : html`<span class="none">${t('withheld')}</span>`}
  <span>${[one.outcome ? word('outcome', one.outcome) : null, one.exitMode ? word('exitMode', one.exitMode) : null].filter(Boolean).join(', ')}</span>
  ${one.destination ? html`<span>${t('event.to')} ${countryLink(one.destination)}</span>` : nothing}
  ${one.legalBasis ? html`<span class="hint">${t('event.legalBasis')} <bdi>${one.legalBasis}</bdi></span>` : nothing}
  ${one.conditional ? html`<span class="tag">${t('event.conditional')}</span>` : nothing}
  ${one.note ? html`<p dir="auto" class="hint">${one.note}</p>` : nothing}</li>`)}</ul>`;

const sanction = ({ act, now, before, then }) => html`<article class="acted-on">
  <h3>${recordLink('sanction', act.sanction)}</h3>
  <p><span class="tag">${word('effect', act.effect)}</span> ${act.instrument ? html`<span class="hint" dir="auto">${act.instrument}</span>` : nothing} ${act.note ? html`<span dir="auto">${act.note}</span>` : nothing}</p>
  <p>${before ? html`${t('event.thatDay')} ${stateOf(before)} · ` : nothing}${t('event.today')} ${stateOf(now)}</p>
  <life-line .sanction=${now} .to=${day()} .on=${then}></life-line>
</article>`;

const linked = (all) => html`<ul class="linked">${[...Map.groupBy(all, ({ reads }) => reads).values()].flat().map((link) => html`<li>
  <strong>${link.direction === 'out' ? word('linkType', link.type) : t(`reads.in.${link.type}`)}</strong> ${recordLink('event', link.event)} <span class="hint">${period(link.event.start, null, { short: true })}</span> ${occurrence(link.event)}
  ${link.basis === 'inferred' ? html`<span class="tag">${t('basis.inferred')}</span>` : html`<span class="hint">${t('basis.stated')}</span>`}${link.note ? html` <span class="hint" dir="auto">${link.note}</span>` : nothing}</li>`)}</ul>`;

customElements.define('event-page', EventPage);
