import { Part, html, nothing } from '../core/element.js';
import { humane, t } from '../core/text.js';
import { vocabulary } from '../core/vocabularies.js';

/** Codes of an open vocabulary, side by side; a new word becomes a new code. Tells `write` with all of them. */
class TagsField extends Part {
  static properties = {
    label: {},
    vocabulary: {},
    value: { attribute: false },
    errors: { attribute: false },
    _terms: { state: true },
  };

  constructor() {
    super();
    [this.value, this.errors, this._terms] = [[], [], []];
  }

  connectedCallback() {
    super.connectedCallback();
    vocabulary(this.vocabulary).then((terms) => this._terms = terms, () => {});
  }

  focus() {
    this.querySelector('input')?.focus();
  }

  render() {
    const id = `${this.id}-input`;
    return html`<label for=${id}>${this.label}</label>
      ${this.value.length ? html`<ul class="chips">${this.value.map((code, i) => html`<li>${this.#labelOf(code)}
        <button type="button" class="plain remove" aria-label=${t('form.removeWhat', { what: this.#labelOf(code) })} @click=${() => this.#remove(i)}>×</button></li>`)}</ul>` : nothing}
      <input id=${id} type="text" list=${`${id}-terms`} autocomplete="off" aria-invalid=${this.errors.length ? 'true' : nothing} aria-describedby=${`${id}-hint${this.errors.length ? ` ${id}-error` : ''}`}
        @keydown=${this.#key} @change=${(event) => this.#add(event.target)}>
      <datalist id=${`${id}-terms`}>${this._terms.filter(({ code }) => !this.value.includes(code)).map(({ label }) => html`<option value=${label}></option>`)}</datalist>
      <span class="hint" id=${`${id}-hint`}>${t('tagsField.how')}</span>
      ${this.errors.length ? html`<span class="error" id=${`${id}-error`} dir="auto">${this.errors.join(' ')}</span>` : nothing}`;
  }

  #labelOf(code) {
    return this._terms.find((term) => term.code === code)?.label ?? humane(code);
  }

  #key(event) {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      this.#add(event.target);
    } else if (event.key === 'Backspace' && !event.target.value && this.value.length) {
      this.#remove(this.value.length - 1);
    }
  }

  #add(input) {
    const text = input.value.trim().toLowerCase();
    const code = this._terms.find((term) => term.code === text || term.label.toLowerCase() === text)?.code
      ?? text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
    input.value = '';
    if (code && !this.value.includes(code))
      this.#write([...this.value, code]);
  }

  #remove(i) {
    this.#write(this.value.filter((_, at) => at !== i));
    this.focus();
  }

  #write(codes) {
    this.dispatchEvent(new CustomEvent('write', { detail: codes.length ? codes : undefined }));
  }
}

customElements.define('tags-field', TagsField);
