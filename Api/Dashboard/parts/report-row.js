import { html, nothing } from '../core/element.js';
import { when } from '../core/format.js';
import { path } from '../core/records.js';
import { href } from '../core/router.js';
import { t } from '../core/text.js';

/** One report in a list: when, what, by whom. */
export const reportRow = (report) => html`<li class="event-row">
  <span class="date">${when(report.publishedOn, { short: true })}</span>
  <a href=${href(path({ kind: 'report', id: report.id }))} dir="auto" lang=${report.lang ?? nothing}>${report.title}</a>
  <span class="facts">${report.publisher ? html`<bdi>${report.publisher.name}</bdi>` : nothing}${report.machineGenerated ? html`<span class="tag">${t('report.machine')}</span>` : nothing}</span>
</li>`;
