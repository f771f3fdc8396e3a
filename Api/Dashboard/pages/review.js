import { Part, Reading, html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { number } from '../core/format.js';
import { path } from '../core/records.js';
import { href, setQuery } from '../core/router.js';
import { session } from '../core/session.js';
import { t, word } from '../core/text.js';
import { vocabulary } from '../core/vocabularies.js';
import '../parts/paged-list.js';
import '../parts/review-item.js';

const stages = { review: 'in-review', drafts: 'draft' };

/** What waits for an editor: events in review, drafts, and what looks odd in the data. */
class ReviewPage extends Part {
  static properties = { params: { attribute: false }, query: { attribute: false }, _codes: { state: true }, _turn: { state: true } };

  #counts = new Reading(this);

  constructor() {
    super();
    [this._codes, this._turn] = [[], 0];
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.#count()));
    this.until(() => this.#counts.stop());
    this.#count();
    vocabulary('flags').then((terms) => this._codes = terms, () => {});
  }

  #count() {
    this.#counts.start(async (signal) => Object.fromEntries(session.key ? await Promise.all(Object.entries(stages)
      .map(async ([list, workflow]) => [list, (await get('/v1/events', { workflow, limit: 1, count: 'exact' }, { signal })).total])) : []));
  }

  updated() {
    document.title = `${t('review')} · ${t('brand')}`;
  }

  render() {
    const list = ['review', 'drafts', 'odd'].find((one) => one === this.query.get('list')) ?? 'review';
    const counts = this.#counts.value ?? {};
    return html`<h1>${t('review.title')}</h1>
      <nav class="tabs" aria-label=${t('review.lists')}>${['review', 'drafts', 'odd'].map((one) => html`<a href=${href('/review', { list: one === 'review' ? null : one, asOf: null })} aria-current=${one === list ? 'page' : nothing}>${t(`review.${one}`)}
        <span class="n">${counts[one] === undefined ? ' ' : number(counts[one])}</span></a>`)}</nav>
      ${this.#counts.failure ? html`<problem-note .problem=${this.#counts.failure} .again=${() => this.#count()}></problem-note>` : nothing}
      ${list === 'odd' ? this.#odd() : this.#queue(list)}`;
  }

  #queue(list) {
    if (!session.key)
      return html`<p class="note">${t('review.noKey')} <a href="/key">${t('key.sign-in')}</a></p>`;
    return html`<section class="panel" aria-labelledby="queue-title"><h2 id="queue-title" class="unseen">${t(`review.${list}`)}</h2>
      <paged-list path="/v1/events" .where=${wheres[list]} .row=${this.#row} .label=${t(`review.${list}`)} .none=${t(`review.none.${list}`)} @reviewed=${() => this.#count()}></paged-list></section>`;
  }

  #row = (event) => html`<li class="review-row"><review-item .event=${event}></review-item></li>`;

  #odd() {
    const code = this.query.get('code') ?? '';
    return html`<section class="panel" aria-labelledby="odd-title">
      <div class="panel-head"><h2 id="odd-title">${t('review.odd')}</h2>
        <label>${t('review.what')} <select @change=${(event) => setQuery({ code: event.target.value }, { replace: true })}>
          <option value="" ?selected=${!code}>${t('review.anything')}</option>
          ${this._codes.map((term) => html`<option value=${term.code} ?selected=${term.code === code}>${term.label}</option>`)}</select></label></div>
      <paged-list path="/v1/flags" .where=${{ code }} .row=${this.#flag} .label=${t('review.odd')} .none=${t('review.none.odd')}></paged-list></section>`;
  }

  #flag = ({ code, message, record }) => html`<li class="review-row">
    <span class="tag">${this._codes.find((term) => term.code === code)?.label ?? code}</span>
    <a href=${path(record)} dir="auto">${record.title}</a> <span class="kind">${word('kind', record.kind)}</span>
    <p dir="auto">${message}</p>
    ${session.key && record.kind !== 'country' ? html`<a href=${`/write/${record.kind}/${record.id}`}>${t('record.edit')}</a>` : nothing}</li>`;
}

const wheres = { review: { workflow: 'in-review', sort: '-updated' }, drafts: { workflow: 'draft', sort: '-updated' } };

customElements.define('review-page', ReviewPage);
