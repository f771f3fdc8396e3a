import { html, nothing } from '../core/element.js';
import { count, instant, when } from '../core/format.js';
import { href } from '../core/router.js';
import { humane, t, word } from '../core/text.js';
import { eventRowWith } from '../parts/event-row.js';
import { chips, externalIds, facts, languageName, outside, recordLink } from '../parts/facts.js';
import { RecordPage } from '../parts/record-page.js';
import { reportRow } from '../parts/report-row.js';
import '../parts/events-of.js';
import '../parts/paged-list.js';

/** A published item: whose it is, what it was made from, what it says, and what it is evidence for. */
class ReportPage extends RecordPage {
  kind = 'report';

  nameOf(report) {
    return report.title;
  }

  draw(report) {
    const { id, derivedFrom } = report;
    return html`${this.head(report, report.machineGenerated ? html`<span class="tag">${t('report.machine')}</span>` : nothing)}
      <section class="panel" aria-labelledby="about-title"><h2 id="about-title">${t('record.about')}</h2>
        ${report.machineGenerated ? html`<p class="note">${t('report.machineNote')}</p>` : nothing}
        ${facts([
          [t('report.publisher'), report.publisher ? recordLink('organization', report.publisher) : null],
          [t('report.published'), report.publishedOn ? when(report.publishedOn) : null],
          [t('record.address'), report.url ? outside(report.url) : null],
          [t('report.derivedFrom'), derivedFrom ? html`${recordLink('report', derivedFrom)}${derivedFrom.publisher ? html` <span class="kind"><bdi>${derivedFrom.publisher.name}</bdi></span>` : nothing}
            <span class="hint">${t('report.dependent')}</span>` : null],
          [t('report.language'), report.lang ? languageName(report.lang) : null],
          [t('report.topics'), chips(report.topics.map((topic) => html`<a href=${href('/explore', { topic })}>${humane(topic)}</a>`))],
          [t('report.retrieved'), report.retrievedAt ? instant(report.retrievedAt) : null],
          [t('report.archived'), report.archivedUrl ? outside(report.archivedUrl) : null],
          ['SHA-256', report.sha256 ? html`<code>${report.sha256}</code>` : null],
          [t('record.externalIds'), externalIds(report.externalIds)],
        ])}
        ${report.summary ? html`<h3>${t('report.summary')}</h3><p dir="auto" class="prose">${report.summary}</p>` : nothing}
      </section>
      ${report.insights.length || report.takeaways.length ? html`<section class="panel interpretation" aria-labelledby="reading-title"><h2 id="reading-title">${t('report.interpretation')}</h2>
        <p class="hint">${t('report.interpretationNote')}</p>
        ${said('report.insights', report.insights)}${said('report.takeaways', report.takeaways)}
      </section>` : nothing}
      <events-of .where=${{ report: id }} .query=${this.query} .heading=${t('report.evidence')} .row=${(event) => eventRowWith(event, statements(event, id))}></events-of>
      <section class="panel" aria-labelledby="made-title"><h2 id="made-title">${t('report.made')}</h2>
        <paged-list path="/v1/reports" .where=${{ derivedFrom: id }} .row=${reportRow} .none=${t('report.noneMade')}></paged-list>
      </section>`;
  }
}

const said = (heading, texts) => texts.length ? html`<h3>${t(heading)}</h3><ul class="prose">${texts.map((text) => html`<li dir="auto">${text}</li>`)}</ul>` : nothing;

/** What a report states about an event. */
const statements = ({ evidence = [] }, id) => html`<ul class="claims">${evidence.filter(({ report }) => report?.id === id).map((one) => html`<li data-stance=${one.stance}>
  <strong>${word('stance', one.stance)}: ${word('aspect', one.aspect)}</strong>${value(one)}
  ${one.statement ? html`<span dir="auto">${one.statement}</span>` : nothing}
  ${one.attributedTo ? html`<span class="hint">${t('report.attributedTo')} <bdi>${one.attributedTo}</bdi></span>` : nothing}
  ${one.basis === 'inferred' ? html`<span class="tag">${t('basis.inferred')}</span>` : nothing}
</li>`)}</ul>`;

function value({ value, aspect }) {
  if (value === null || value === undefined)
    return nothing;
  return html` <span class="value" dir="auto">${typeof value === 'object' ? count(value) : aspect === 'date' ? when(value, { short: true }) : value}</span>`;
}

customElements.define('report-page', ReportPage);
