import { html, nothing } from '../core/element.js';
import { count, when } from '../core/format.js';
import { t, word } from '../core/text.js';
import { recordLink } from './facts.js';

/** Who says what about an event, by what it is about; where they disagree, their values stand side by side. */
export function evidenceList(event) {
  const { evidence = [] } = event;
  if (!evidence.length)
    return html`<p class="none">${t('evidence.none')}</p>`;
  const parts = Map.groupBy(evidence, ({ aspect, about, withheld }) => withheld ? 'withheld' : `${aspect}|${about ?? ''}`);
  return [...parts.values()].map((claims) => html`<section class="claims-about">
    <h3>${claims[0].withheld ? t('evidence.withheld', { n: claims.length }) : title(event, claims[0])}</h3>
    ${claims[0].withheld ? nothing : html`${disagreement(claims)}<ul class="claims">${claims.map(claim)}</ul>`}
  </section>`);
}

/** What claims are about: the date, the number of those received, a person. */
function title(event, { aspect, about }) {
  const what = word('aspect', aspect);
  if (!about)
    return what;
  const headcount = event.headcounts?.find(({ key }) => key === about);
  const person = event.people?.find(({ person }) => person?.id === about)?.person;
  const [type, id] = about.split(':');
  const link = event.linked?.find((one) => one.type === type && one.event?.id === id);
  return html`${what}: <bdi>${headcount ? headcount.label ?? word('headcountKind', headcount.kind) : person?.name ?? (link ? `${word('linkType', type)} ${link.event.title}` : about)}</bdi>`;
}

/** The values that differ, each with who says so; nothing while all agree. */
function disagreement(claims) {
  const values = Map.groupBy(claims.filter(({ value }) => value !== null && value !== undefined), ({ value }) => JSON.stringify(value));
  const isDisputed = claims.some(({ stance }) => stance === 'disputes');
  if (values.size < 2 && !isDisputed)
    return nothing;
  return html`<p class="disagreement"><strong>${t(values.size < 2 ? 'evidence.disputed' : 'evidence.disagree')}</strong> ${[...values.values()].map((same) => html`<span class="side-by-side">
    <span class="value">${valueOf(same[0])}</span> <bdi>${[...new Set(same.map(source))].join(', ')}</bdi></span>`)}</p>`;
}

const source = ({ report }) => report?.publisher?.name ?? report?.title ?? t('withheld');

const valueOf = ({ value, aspect }) => typeof value === 'object' ? count(value) : aspect === 'date' ? when(value) : value;

const claim = (one) => html`<li data-stance=${one.stance}>
  <strong>${word('stance', one.stance)}</strong>${one.value === null || one.value === undefined ? nothing : html` <span class="value" dir="auto">${valueOf(one)}</span>`}
  ${one.statement ? html`<span dir="auto">${one.statement}</span>` : nothing}
  <span class="hint">${one.report ? recordLink('report', one.report) : t('withheld')}${one.report?.publisher ? html`, <bdi>${one.report.publisher.name}</bdi>` : nothing}${
    one.attributedTo ? html`; ${t('report.attributedTo')} <bdi>${one.attributedTo}</bdi>` : nothing}${one.asOf ? html`; ${t('evidence.asOf', { day: when(one.asOf) })}` : nothing}${
    one.credibility ? html`; ${word('credibility', one.credibility)}` : nothing}</span>
  ${one.basis === 'inferred' ? html`<span class="tag">${t('basis.inferred')}</span>` : nothing}
</li>`;
