import { html, nothing } from '../core/element.js';
import { when } from '../core/format.js';
import { humane, t, word } from '../core/text.js';
import { eventRowWith } from '../parts/event-row.js';
import { chips, countryLink, externalIds, facts, otherNames } from '../parts/facts.js';
import { RecordPage } from '../parts/record-page.js';
import '../parts/events-of.js';
import '../parts/sanctions-of.js';

/** Who somebody is, and what happened to her or him, from the first event on. */
class PersonPage extends RecordPage {
  kind = 'person';

  nameOf(person) {
    return person.name;
  }

  draw(person) {
    return html`${this.head(person, person.visibility === 'restricted' ? html`<span class="tag">${t('record.restricted')}</span>` : nothing)}
      <section class="panel" aria-labelledby="about-title"><h2 id="about-title">${t('record.about')}</h2>
        ${person.description ? html`<p dir="auto" class="prose">${person.description}</p>` : nothing}
        ${facts([
          [t('record.otherNames'), otherNames(person.otherNames)],
          [t('person.tags'), chips(person.tags.map(humane))],
          [t('person.citizenships'), person.citizenships.map(countryLink)],
          [t('person.born'), person.bornOn ? when(person.bornOn) : null],
          [t('person.died'), person.diedOn ? when(person.diedOn) : null],
          [t('record.externalIds'), externalIds(person.externalIds)],
        ])}
      </section>
      <events-of .where=${{ person: person.id }} .query=${this.query} .heading=${t('person.life')} order="date" .row=${(event) => eventRowWith(event, partOf(event, person.id))}></events-of>
      <sanctions-of .of=${person.id} .query=${this.query} .sides=${['target']}></sanctions-of>`;
  }
}

/** What an event was for a person: its outcome for her, and in which role she took part. */
function partOf({ people = [], participants = [] }, id) {
  const outcomes = people.filter(({ person }) => person?.id === id);
  const parts = participants.filter(({ person }) => person?.id === id);
  return html`${outcomes.map((one) => html`<p class="outcome"><strong>${one.outcome ? word('outcome', one.outcome) : t('person.named')}</strong>${
    [one.legalBasis, one.exitMode ? word('exitMode', one.exitMode) : null].filter(Boolean).map((words) => html` · <bdi>${words}</bdi>`)}${
    one.destination ? html` → ${countryLink(one.destination)}` : nothing}${one.conditional ? html` · ${t('person.conditional')}` : nothing}${
    one.note ? html` <span class="hint" dir="auto">${one.note}</span>` : nothing}</p>`)}
    ${parts.map(({ role, capacity, onBehalfOf }) => html`<p class="outcome"><strong>${word('role', role)}</strong>${capacity ? html` · <bdi>${capacity}</bdi>` : nothing}${
      onBehalfOf ? html` · ${t('person.behalf')} ${countryLink(onBehalfOf)}` : nothing}</p>`)}`;
}

customElements.define('person-page', PersonPage);
