import { Part, html, nothing } from '../core/element.js';
import { inWords } from './field-words.js';
import { labelOf } from './form-field.js';
import { t } from '../core/text.js';

/**
 * What two people changed at the same time: for each field that both changed one chooses; what only the other changed is
 * told. Tells `settle` with the names of the fields in which the other's value is taken, or `leave`.
 */
class ConflictView extends Part {
  static properties = {
    /** {mine, theirs, conflicts: [field], taken: [field]} */
    conflict: { attribute: false },
    _takesTheirs: { state: true },
  };

  constructor() {
    super();
    this._takesTheirs = new Set();
  }

  focus() {
    this.querySelector('h2')?.focus();
  }

  render() {
    const { mine, theirs, conflicts, taken } = this.conflict;
    return html`<section class="panel conflict" aria-labelledby="conflict-title">
      <h2 id="conflict-title" tabindex="-1">${t('conflict.title')}</h2>
      <p>${t('conflict.what', { n: conflicts.length })}</p>
      ${conflicts.map((field) => html`<fieldset><legend>${labelOf(field)}</legend>
        ${this.#side(field, mine, 'mine', !this._takesTheirs.has(field.name))}${this.#side(field, theirs, 'theirs', this._takesTheirs.has(field.name))}</fieldset>`)}
      ${taken.length ? html`<p>${t('conflict.taken')}</p><ul>${taken.map((field) => html`<li>${labelOf(field)}: <bdi>${inWords(field, theirs[field.name]) || t('conflict.empty')}</bdi></li>`)}</ul>` : nothing}
      <p class="choices"><button type="button" class="main" @click=${() => this.dispatchEvent(new CustomEvent('settle', { detail: this._takesTheirs }))}>${t('conflict.settle')}</button>
        <button type="button" @click=${() => this.dispatchEvent(new CustomEvent('leave'))}>${t('conflict.leave')}</button></p>
    </section>`;
  }

  #side(field, record, side, isChosen) {
    const value = record[field.name];
    const choose = () => {
      this._takesTheirs = new Set(this._takesTheirs);
      this._takesTheirs[side === 'theirs' ? 'add' : 'delete'](field.name);
    };
    return html`<label class="side"><input type="radio" name=${`conflict-${field.name}`} .checked=${isChosen} @change=${choose}> <strong>${t(`conflict.${side}`)}</strong>
      ${field.input === 'list' ? html`<ul>${(value ?? []).map((entry) => html`<li dir="auto">${inWords(field.item ?? { input: 'group', fields: field.fields }, entry)}</li>`)}</ul>`
        : html`<span class="value" dir="auto">${field.input === 'long' ? value ?? '' : inWords(field, value)}</span>`}
      ${value === undefined || value?.length === 0 ? html`<span class="none">${t('conflict.empty')}</span>` : nothing}</label>`;
  }
}

customElements.define('conflict-view', ConflictView);
