import { Part, Reading, html, keyed, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { instant } from '../core/format.js';
import { collectionOf, path } from '../core/records.js';
import { asOf, go, href } from '../core/router.js';
import { session } from '../core/session.js';
import { t, word } from '../core/text.js';
import './as-of-slider.js';
import './problem-note.js';
import './record-history.js';

/**
 * What the pages of records have in common: the record is read, and anew when the address or the rights change; one that
 * was merged leads to its survivor, one that was deleted to its last state. A page says its `kind`, its `nameOf(record)`
 * and how to `draw(record)` it.
 */
export class RecordPage extends Part {
  static properties = { params: { attribute: false }, query: { attribute: false } };

  record = new Reading(this);
  #beside = new Map();
  #id;
  #asked;

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.read()));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.record.stop();
    this.#forget();
    this.#asked = null;
  }

  willUpdate() {
    const asked = JSON.stringify([this.params.id, asOf(), this.ask()]);
    if (asked === this.#asked)
      return;
    this.#asked = asked;
    if (this.#id !== this.params.id)
      this.#forget();
    this.#id = this.params.id;
    this.read();
  }

  /** What else the record is asked for. */
  ask() {
    return {};
  }

  /** Something that is read beside the record, and forgotten with it. */
  beside(name) {
    if (!this.#beside.has(name))
      this.#beside.set(name, new Reading(this));
    return this.#beside.get(name);
  }

  /** That, drawn; or why there is nothing. */
  show(name, draw) {
    return this.beside(name).show(draw, { again: () => this.readMore(this.record.value) });
  }

  #forget() {
    for (const reading of this.#beside.values())
      reading.stop();
    this.#beside.clear();
  }

  /** The ids of events whose changes are told here, too. */
  besideOf() {
    return [];
  }

  /** Whether enough is there to be drawn without moving about. */
  get isReady() {
    return true;
  }

  /** Reads what stands beside the record; called when the record is there. */
  readMore() {}

  async read() {
    const { id } = this.params;
    await this.record.start((signal) => get(`/v1${path({ kind: this.kind, id })}`, { ...this.ask(), asOf: asOf() }, { signal }));
    const { value, failure } = this.record;
    if (id !== this.params.id)
      return;
    if (value && value.id !== id)
      go(path(value) + location.search, { replace: true });
    else if (value)
      this.readMore(value);
    else if (failure?.slug === 'gone')
      this.beside('end').start(async (signal) => (await get(`/v1${path({ kind: this.kind, id })}/revisions`, {}, { signal })).items.at(-1) ?? null);
  }

  updated() {
    const { value } = this.record;
    document.title = `${value?.id === this.params.id ? this.nameOf(value) : word('kind', this.kind)} · ${t('brand')}`;
  }

  render() {
    const { value, failure } = this.record;
    if (failure)
      return this.#absent(failure);
    if (value?.id !== this.params.id || !this.isReady)
      return html`<h1 class="unseen">${word('kind', this.kind)}</h1><p class="busy" role="status">${t('busy')}</p>`;
    return html`${keyed(value.id, this.draw(value))}
      <section class="panel" aria-labelledby="history-title">
        <h2 id="history-title">${t('record.history')}</h2>
        ${this.isSliderOnTop ? nothing : this.slider(value)}
        <record-history .kind=${this.kind} .id=${value.id}></record-history>
      </section>`;
  }

  /** Whether the page itself shows the slider, above what it tells. */
  get isSliderOnTop() {
    return false;
  }

  slider(record) {
    return html`<as-of-slider .kind=${this.kind} .id=${record.id} .beside=${this.besideOf(record)}></as-of-slider>`;
  }

  /** The name of the record and what can be done with it. */
  head(record, beside = nothing) {
    const json = href(`/v1${path(record)}`, { ...this.ask(), asOf: asOf() });
    return html`<header class="record-head">
      <p class="eyebrow">${word('kind', this.kind)}</p>
      <h1><bdi>${this.nameOf(record)}</bdi></h1>
      <p class="record-tools">${beside}
        ${session.key && this.kind !== 'country' ? html`<a href=${href(`/write${path(record).replace(collectionOf(this.kind), this.kind)}`, { asOf: null })}>${t('record.edit')}</a>` : nothing}
        <a href=${json}>${t('record.json')}</a></p>
    </header>`;
  }

  #absent(failure) {
    if (failure.slug === 'gone')
      return this.#gone(failure);
    const isUnknown = failure.slug === 'not-found';
    return html`<section class="empty">
      <h1>${isUnknown ? t(asOf() ? 'record.unknownThen' : 'record.unknown') : word('kind', this.kind)}</h1>
      ${isUnknown ? html`<p>${failure.message}</p>` : html`<problem-note .problem=${failure} .again=${() => this.read()}></problem-note>`}
      ${location.search ? html`<p><a href=${href(location.pathname, { asOf: null })}>${t('record.now')}</a></p>` : nothing}
      ${isUnknown ? html`<p><a href=${href('/explore')}>${t('explore')}</a></p>` : nothing}
    </section>`;
  }

  #gone(failure) {
    const end = this.beside('end').value;
    return html`<section class="empty">
      <h1>${t('record.gone')}</h1>
      <p>${failure.message}</p>
      ${end ? html`<p>${t('record.goneAt', { at: instant(end.at), actor: end.actor ?? '' })}${end.reason ? html` <q dir="auto">${end.reason}</q>` : nothing}</p>
        <p><a href=${href(location.pathname, { asOf: end.seq - 1 })}>${t('record.lastState')}</a></p>` : nothing}
    </section>`;
  }
}
