import { Part, Reading, html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { asOf } from '../core/router.js';
import { t } from '../core/text.js';
import './problem-note.js';

/** A list that is read page by page; 'More' goes on where the last page ended. */
class PagedList extends Part {
  static properties = {
    /** The address of the list: "/v1/reports". */
    path: {},
    /** The filters. */
    where: { attribute: false },
    /** How an item is drawn, as an <li>. */
    row: { attribute: false },
    /** What is said when there is none. */
    none: {},
    label: {},
    limit: { type: Number },
    _more: { state: true },
  };

  #first = new Reading(this);
  #next = new Reading(this);
  #asked;

  constructor() {
    super();
    [this.where, this.limit, this._more] = [{}, 20, []];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#first.stop();
    this.#next.stop();
    this.#asked = null;
  }

  willUpdate() {
    const asked = JSON.stringify([this.path, this.where, asOf()]);
    if (asked === this.#asked)
      return;
    this.#asked = asked;
    this.#read();
  }

  #query(cursor) {
    return { ...this.where, limit: this.limit, asOf: asOf(), cursor };
  }

  #read() {
    this.#next.stop();
    [this.#next.value, this.#next.failure, this.#next.isBusy] = [null, null, false];
    this.#first.start(async (signal) => {
      const page = await get(this.path, this.#query(), { signal });
      this._more = [];
      return page;
    });
  }

  async #readNext() {
    const { next } = this._more.at(-1) ?? this.#first.value;
    const asked = this.#asked;
    await this.#next.start((signal) => get(this.path, this.#query(new URL(next, location.href).searchParams.get('cursor')), { signal }));
    if (!this.#next.value || asked !== this.#asked)
      return;
    const first = this.querySelectorAll('.paged > li').length;
    this._more = [...this._more, this.#next.value];
    await this.updateComplete;
    if (!this._more.at(-1).next) // The button, which had the focus, is gone.
      this.querySelectorAll('.paged > li')[first]?.querySelector('a')?.focus();
  }

  render() {
    return this.#first.show((page) => {
      const items = [page, ...this._more].flatMap(({ items }) => items);
      const { next } = this._more.at(-1) ?? page;
      return html`
        ${items.length ? html`<ol class="events paged" aria-label=${this.label ?? nothing} aria-busy=${this.#first.isBusy ? 'true' : 'false'}>${items.map(this.row)}</ol>`
          : html`<p class="none">${this.none ?? t('list.none')}</p>`}
        ${this.#next.failure ? html`<problem-note .problem=${this.#next.failure}></problem-note>` : nothing}
        ${next ? html`<button type="button" aria-disabled=${this.#next.isBusy ? 'true' : nothing} @click=${() => this.#next.isBusy || this.#readNext()}>${t('list.more')}</button>` : nothing}
        <span class="unseen" role="status">${this._more.length ? t('list.shown', { n: items.length }) : ''}</span>`;
    }, { again: () => this.#read() });
  }
}

customElements.define('paged-list', PagedList);
