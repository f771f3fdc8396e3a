import { Part, html, nothing, live } from '../core/element.js';
import { get } from '../core/api.js';
import { filters, parse, roles, withValue, written } from '../core/filters.js';
import { keepName } from '../core/names.js';
import { setQuery } from '../core/router.js';
import { session } from '../core/session.js';
import { humane, t, word } from '../core/text.js';
import './record-picker.js';

const vocabularies = new Map();

/** The fields by which a collection is narrowed. What is filled in goes into the address at once. */
class FilterBar extends Part {
  static properties = {
    collection: {},
    query: { attribute: false },
    /** What the API says against a value: a map from the name of a filter. */
    errors: { attribute: false },
    _isOpen: { state: true },
    _unknown: { state: true },
  };

  #role = '';
  #how = 'and';

  constructor() {
    super();
    [this._isOpen, this._unknown, this.errors] = [false, null, new Map()];
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.requestUpdate()));
  }

  willUpdate(changed) {
    if (changed.has('collection') || changed.has('query'))
      this._unknown = null;
    for (const { input, vocabulary } of filters[this.collection]) {
      if (input === 'term' && !vocabularies.has(vocabulary)) {
        vocabularies.set(vocabulary, []);
        get(`/v1/vocabularies/${vocabulary}`).then(({ terms }) => {
          vocabularies.set(vocabulary, terms);
          this.requestUpdate();
        }, () => vocabularies.delete(vocabulary)); // Codes can be typed without them.
      }
    }
  }

  render() {
    const fields = filters[this.collection].filter(({ input, needsKey }) => input && (!needsKey || session.key));
    return html`<button type="button" class="filters-toggle" aria-expanded=${this._isOpen ? 'true' : 'false'} aria-controls="filters" @click=${() => this._isOpen = !this._isOpen}>${t('filters')}</button>
      <form id="filters" class="filters" data-open=${this._isOpen ? 'true' : 'false'} aria-label=${t('filters')} @submit=${(event) => event.preventDefault()}>
        ${fields.map((field) => html`<div class="field">${this.#draw(field)}</div>`)}
      </form>`;
  }

  #draw(field) {
    switch (field.input) {
      case 'words': return this.#words(field);
      case 'country': return this.#country(field);
      case 'record': return this.#record(field);
      case 'choice': return this.#choice(field);
      case 'term': return this.#term(field);
      default: return this.#short(field);
    }
  }

  #error({ name }) {
    return this._unknown?.name === name ? this._unknown.message : this.errors.get(name);
  }

  /** A label, the field that is drawn by `input(attributes)`, and what is wrong with it. */
  #labelled(field, input, hint) {
    const [id, error] = [`filter-${field.name}`, this.#error(field)];
    return html`<label for=${id}>${labelOf(field)}</label>
      ${input({ id, invalid: error ? 'true' : nothing, described: error || hint ? `${id}-note` : nothing })}
      ${error || hint ? html`<span id=${`${id}-note`} class=${error ? 'error' : 'hint'}>${error ?? hint}</span>` : nothing}`;
  }

  #words(field) {
    return this.#labelled(field, ({ id, invalid, described }) => html`<input id=${id} type="search" dir="auto" maxlength="500" autocomplete="off" aria-invalid=${invalid} aria-describedby=${described}
      .value=${live(this.query.get(field.name) ?? '')} @change=${(event) => this.#set(field, event.target.value.trim())}>`, t('filter.q.hint'));
  }

  /** A date or a number. */
  #short(field) {
    const isDate = field.input === 'date';
    return this.#labelled(field, ({ id, invalid, described }) => html`<input id=${id} type="text" maxlength="40" autocomplete="off" inputmode=${isDate ? nothing : 'numeric'} placeholder=${isDate ? t('filter.date.example') : nothing}
      aria-invalid=${invalid} aria-describedby=${described} .value=${live(this.query.get(field.name) ?? '')} @change=${(event) => this.#set(field, event.target.value.trim())}>`, isDate ? t('filter.date.hint') : null);
  }

  #term(field) {
    const add = (input) => {
      const text = input.value.trim();
      input.value = '';
      const known = (vocabularies.get(field.vocabulary) ?? []).find(({ code, label }) => [code, label].some((one) => one.toLowerCase() === text.toLowerCase()));
      if (text)
        this.#add(field, known?.code ?? text);
    };
    return html`${this.#labelled(field, ({ id, invalid, described }) => html`<input id=${id} type="text" maxlength="100" autocomplete="off" list=${`${id}-list`} aria-invalid=${invalid} aria-describedby=${described}
      @change=${(event) => add(event.target)} @input=${(event) => event.inputType === 'insertReplacementText' && add(event.target)}>`)}
      <datalist id=${`filter-${field.name}-list`}>${(vocabularies.get(field.vocabulary) ?? []).map(({ code }) => html`<option value=${code}>${humane(code)}</option>`)}</datalist>`;
  }

  #record(field) {
    return html`<record-picker .label=${labelOf(field)} .kinds=${field.kinds} .error=${this.#error(field)}
      @pick=${({ detail }) => this.#pick(field, detail)} @words=${({ target, detail }) => this.#resolve(field, detail, target)}></record-picker>`;
  }

  #country(field) {
    return html`${this.#record(field)}
      ${field.hasRoles ? html`<div class="beside">
        <select aria-label=${t('filter.role')} @change=${(event) => this.#role = event.target.value}>
          ${['', ...roles].map((role) => html`<option value=${role}>${role ? word('role', role) : t('map.any')}</option>`)}
        </select>
        <select aria-label=${t('filter.how')} @change=${(event) => this.#how = event.target.value}>
          ${['and', 'or', 'not'].map((how) => html`<option value=${how}>${t(`filter.how.${how}`)}</option>`)}
        </select>
      </div>` : nothing}`;
  }

  #choice(field) {
    const given = this.query.getAll(field.name);
    const chosen = given.length === 1 ? parse(given[0]) : { not: false, values: [] };
    const choose = (code, isOn) => this.#set(field, written({ ...chosen, values: isOn ? [...chosen.values, code] : chosen.values.filter((one) => one !== code) }));
    const boxes = (codes) => codes.map((code) => html`<label class="check"><input type="checkbox" .checked=${live(chosen.values.includes(code))}
      @change=${(event) => choose(code, event.target.checked)}>${word(field.vocabulary, code)}</label>`);
    const error = this.#error(field);
    const label = html`${labelOf(field)}${chosen.values.length ? ` (${chosen.values.length})` : ''}`;
    const inside = html`
      ${Array.isArray(field.codes) ? boxes(field.codes) : Object.entries(field.codes).map(([group, codes]) => html`<fieldset data-group=${group}><legend>${word('group', group)}</legend>${boxes(codes)}</fieldset>`)}
      ${chosen.values.length ? html`<label class="check except"><input type="checkbox" .checked=${live(chosen.not)} @change=${(event) => this.#set(field, written({ ...chosen, not: event.target.checked }))}>${t('filter.except')}</label>` : nothing}
      ${error ? html`<span class="error">${error}</span>` : nothing}`;
    return field.isOpen
      ? html`<fieldset><legend>${label}</legend>${inside}</fieldset>`
      : html`<details ?open=${Boolean(error)}><summary>${label}</summary><div role="group" aria-label=${labelOf(field)}>${inside}</div></details>`;
  }

  #set({ name }, value) {
    setQuery({ [name]: value });
  }

  #add({ name }, value, options) {
    setQuery({ [name]: withValue(this.query.getAll(name), value, options) });
  }

  #pick(field, record) {
    keepName(record);
    this.#add(field, field.hasRoles && this.#role ? `${this.#role}:${record.id}` : record.id, { how: field.hasRoles ? this.#how : 'and' });
  }

  /** A spelling that the search does not find may be a code of a country ("BLR", "fips:BO"), or an id. */
  async #resolve(field, text, picker) {
    if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text)) {
      picker.clear();
      this.#add(field, text.toLowerCase());
      return;
    }
    if (!field.kinds.includes('country')) {
      this._unknown = { name: field.name, message: t('filter.notFound', { text }) };
      return;
    }
    try {
      const { code, name } = await get('/v1/countries/resolve', { q: text });
      picker.clear();
      this.#pick(field, { kind: 'country', id: code, name });
    } catch (failure) {
      this._unknown = { name: field.name, message: failure.status ? failure.message : t('search.failed') };
    }
  }
}

/** What a filter is called. */
export const labelOf = ({ name, label = name, isUnknown }) => isUnknown ? name : t(`filter.${label}`);

customElements.define('filter-bar', FilterBar);
