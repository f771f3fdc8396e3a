import { html, nothing } from '../core/element.js';
import { t, word } from '../core/text.js';
import { countryLink, externalIds, facts, otherNames } from '../parts/facts.js';
import { RecordPage } from '../parts/record-page.js';
import { reportRow } from '../parts/report-row.js';
import '../parts/events-of.js';
import '../parts/paged-list.js';
import '../parts/sanctions-of.js';

/** What an organization is, what it did and published, and what was done to it. */
class OrganizationPage extends RecordPage {
  kind = 'organization';

  nameOf(organization) {
    return organization.name;
  }

  draw(organization) {
    const { id } = organization;
    return html`${this.head(organization)}
      <section class="panel" aria-labelledby="about-title"><h2 id="about-title">${t('record.about')}</h2>
        ${organization.description ? html`<p dir="auto" class="prose">${organization.description}</p>` : nothing}
        ${facts([
          [t('organization.type'), organization.type ? word('organizationType', organization.type) : null],
          [t('kind.country'), organization.country ? countryLink(organization.country) : null],
          [t('record.otherNames'), otherNames(organization.otherNames)],
          [t('record.externalIds'), externalIds(organization.externalIds)],
        ])}
      </section>
      <events-of .where=${{ organization: id }} .query=${this.query}></events-of>
      <sanctions-of .of=${id} .query=${this.query}></sanctions-of>
      <section class="panel" aria-labelledby="reports-title"><h2 id="reports-title">${t('organization.reports')}</h2>
        <paged-list path="/v1/reports" .where=${{ publisher: id }} .row=${reportRow} .none=${t('organization.noReports')}></paged-list>
      </section>`;
  }
}

customElements.define('organization-page', OrganizationPage);
