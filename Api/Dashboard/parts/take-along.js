import { Part, html, nothing } from '../core/element.js';
import { address, send } from '../core/api.js';
import { asOf, href } from '../core/router.js';
import { session } from '../core/session.js';
import { t } from '../core/text.js';
import './copy-field.js';
import './problem-note.js';

/** The formats of each list that there are, by their suffix. */
const formats = { events: ['csv', 'ndjson', 'geojson', 'atom', 'ics'], others: ['csv', 'ndjson'] };
const shows = { list: 'table', table: 'table', map: 'map', time: 'chart' };

/** A name for addresses out of a title. */
const slug = (title) => title.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 64);

/** What is found, to be taken elsewhere: as a request, as a file, as a feed, or as a frame in an article. */
class TakeAlong extends Part {
  static properties = {
    collection: {},
    /** The filters as the API is asked. */
    asked: { attribute: false },
    query: { attribute: false },
    _saved: { state: true },
    _problem: { state: true },
    _isBusy: { state: true },
    _name: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.requestUpdate()));
  }

  willUpdate(changed) {
    if (changed.has('asked'))
      [this._saved, this._problem] = [null, null];
  }

  #address(suffix = '', more = {}) {
    const sort = this.collection === 'events' ? this.query.get('sort') : null;
    return `${location.origin}${address(`/v1/${this.collection}${suffix}`, { ...this.asked, sort, ...more, asOf: asOf() })}`;
  }

  render() {
    const request = this.#address();
    const key = session.key ? ' -H "Authorization: Bearer $KEY"' : '';
    const list = formats[this.collection] ?? formats.others;
    return html`<button type="button" popovertarget="take-along">${t('take')}</button>
      <div id="take-along" class="take" popover role="dialog" aria-labelledby="take-title">
        <div class="panel-head"><h2 id="take-title">${t('take')}</h2><button type="button" popovertarget="take-along" popovertargetaction="hide" autofocus>${t('close')}</button></div>
        <copy-field .label=${t('take.request')} .value=${request}></copy-field>
        <copy-field .label=${t('take.curl')} .value=${`curl "${request}"${key}`}></copy-field>
        <h3>${t('take.files')}</h3>
        <ul class="formats">
          ${list.map((format) => html`<li><a href=${this.#address(`.${format}`)} download=${['atom', 'ics'].includes(format) ? nothing : `${this.collection}.${format}`}>${t(`take.${format}`)}</a></li>`)}
          <li><a href=${this.#address('.csv', { bom: 'true' })} download=${`${this.collection}.csv`}>${t('take.excel')}</a></li>
        </ul>
        ${session.key ? html`<p class="hint">${t('take.keyless')}</p>` : nothing}
        ${this.collection === 'events' ? html`<h3>${t('embed')}</h3>${this.#embed()}` : nothing}
      </div>`;
  }

  #embed() {
    if (!session.key)
      return html`<p>${t('embed.needsKey')} <a href=${href('/key', { asOf: null })}>${t('key.sign-in')}</a></p>`;
    if (this._saved)
      return html`<p role="status">${t('embed.saved')} <a href=${this._saved.links.embed} target="_blank" rel="noopener">${t('embed.see')}</a></p>
        <copy-field .label=${t('embed.frame')} .value=${this._saved.iframe}></copy-field>
        <p><button type="button" @click=${() => this._saved = null}>${t('embed.another')}</button></p>`;
    const preset = shows[this.query.get('view')] ?? 'table';
    const isWrong = (name) => this._problem?.errors?.some(({ pointer }) => pointer.replace(/^\//, '') === name) ? 'true' : nothing;
    return html`<p class="hint">${t('embed.hint')}</p>
      ${asOf() ? html`<p class="hint">${t('embed.asOf')}</p>` : nothing}
      <form class="embed-form" @submit=${this.#save}>
        <div class="field"><label for="embed-heading">${t('embed.title')} <span class="required">${t('required')}</span></label>
          <input id="embed-heading" name="title" type="text" required maxlength="200" dir="auto" autocomplete="off" aria-invalid=${isWrong('title')} @input=${(event) => this._name = slug(event.target.value)}></div>
        <div class="field"><label for="embed-name">${t('embed.name')} <span class="required">${t('required')}</span></label>
          <input id="embed-name" name="name" type="text" required maxlength="64" pattern="[a-z0-9][a-z0-9\\-]*" autocomplete="off" spellcheck="false" aria-describedby="embed-name-hint" aria-invalid=${isWrong('name')} .value=${this._name ?? ''}>
          <span class="hint" id="embed-name-hint">${t('embed.name.hint')}</span></div>
        <div class="field"><label for="embed-show">${t('embed.show')}</label>
          <select id="embed-show" name="show">${['chart', 'map', 'table'].map((show) => html`<option value=${show} ?selected=${show === preset}>${t(`embed.${show}`)}</option>`)}</select></div>
        <button class="main" ?disabled=${this._isBusy}>${t('embed.save')}</button>
      </form>
      ${this._problem ? html`<problem-note .problem=${this._problem}></problem-note>` : nothing}`;
  }

  async #save(event) {
    event.preventDefault();
    const { title, name, show } = Object.fromEntries(new FormData(event.target));
    const role = ['actor', 'target'].find((one) => one === this.query.get('role'));
    const more = {
      chart: { by: 'group', interval: 'month' },
      map: { by: role ? `country.${role}` : 'country' },
      table: { sort: this.query.get('sort') },
    }[show];
    this._isBusy = true;
    try {
      this._saved = await send('POST', '/v1/queries', { name, title, show, query: address('', { ...this.asked, ...more }).slice(1) });
      [this._problem, this._name] = [null, ''];
    } catch (failure) {
      this._problem = failure;
    }
    this._isBusy = false;
  }
}

customElements.define('take-along', TakeAlong);
