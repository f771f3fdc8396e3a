import { Part, html, live, nothing } from '../core/element.js';
import { count } from '../core/format.js';
import { t } from '../core/text.js';

/** How many: one number, or the lowest, the likeliest and the highest as far as each is known. Tells `write` with {low, best, high}. */
class CountField extends Part {
  static properties = {
    label: {},
    low: { attribute: false },
    best: { attribute: false },
    high: { attribute: false },
    errors: { attribute: false },
    _isVague: { state: true },
  };

  constructor() {
    super();
    this.errors = [];
  }

  focus() {
    this.querySelector('input')?.focus();
  }

  render() {
    const { low, best, high, errors, id } = this;
    const isVague = this._isVague || low !== high || best !== low;
    const numbers = [low, best, high].map((n) => typeof n === 'number' ? n : null);
    const [invalid, described] = errors.length ? ['true', `${id}-error`] : [nothing, nothing];
    const field = (name, label, value, set) => html`<label>${label} <input type="text" inputmode="numeric" size="8" autocomplete="off" .value=${live(String(value ?? ''))}
      @input=${(event) => this.#write(set(toNumber(event.target.value)))} aria-invalid=${invalid} aria-describedby=${described}></label>`;
    return html`<fieldset class="count-field"><legend>${this.label}</legend>
      ${isVague ? html`
        ${field('low', t('countField.low'), low, (n) => ({ low: n, best, high }))}
        ${field('best', t('countField.best'), best, (n) => ({ low, best: n, high }))}
        ${field('high', t('countField.high'), high, (n) => ({ low, best, high: n }))}`
        : field('best', t('countField.exact'), best, (n) => ({ low: n, best: n, high: n }))}
      <label class="check"><input type="checkbox" .checked=${live(isVague)} @change=${(event) => this.#setVague(event.target.checked)}> ${t('countField.vague')}</label>
      <span class="hint" aria-live="polite">${numbers.some((n) => n !== null) && isVague ? count({ low: numbers[0], best: numbers[1], high: numbers[2] }) : ''}</span>
      ${errors.length ? html`<span class="error" id=${`${id}-error`} dir="auto">${errors.join(' ')}</span>` : nothing}
    </fieldset>`;
  }

  #setVague(isVague) {
    this._isVague = isVague;
    const one = this.best ?? this.low ?? this.high;
    if (!isVague)
      this.#write({ low: one, best: one, high: one });
  }

  #write(detail) {
    this.dispatchEvent(new CustomEvent('write', { detail }));
  }
}

/** A whole number where one was typed; else the text, which nobody shall lose. */
function toNumber(text) {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '');
  return digits === '' ? undefined : /^\d{1,15}$/.test(digits) ? Number(digits) : text;
}

customElements.define('count-field', CountField);
