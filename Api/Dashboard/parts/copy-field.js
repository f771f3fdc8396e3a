import { Part, html, nothing } from '../core/element.js';
import { t } from '../core/text.js';

let numbers = 0;

/** A text to take along, with a button that copies it; where the browser does not let it, the text is selected. */
class CopyField extends Part {
  static properties = {
    label: {},
    value: {},
    _note: { state: true },
  };

  #id = `copy-${++numbers}`;

  willUpdate(changed) {
    if (changed.has('value'))
      this._note = '';
  }

  render() {
    return html`<label for=${this.#id}>${this.label}</label>
      <span class="copy"><input id=${this.#id} type="text" readonly dir="ltr" spellcheck="false" .value=${this.value ?? ''} @focus=${(event) => event.target.select()}>
        <button type="button" aria-label=${`${t('copy')}: ${this.label}`} @click=${this.#copy}>${t('copy')}</button></span>
      <span class="hint" role="status">${this._note || nothing}</span>`;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.value);
      this._note = t('copy.done');
    } catch {
      // Without permission, or where the page came by http.
      const field = this.querySelector('input');
      field.focus();
      field.select();
      this._note = t('copy.selected');
    }
  }
}

customElements.define('copy-field', CopyField);
