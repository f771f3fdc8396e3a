import { Part, html, live, nothing } from '../core/element.js';
import { locale, t } from '../core/text.js';
import { dateInWords, isDate } from './field-words.js';

/** A date as the API spells it, said in words while it is typed; a helper composes it from year, month and day. Tells `write`. */
class DateField extends Part {
  static properties = {
    label: {},
    value: {},
    hint: {},
    isRequired: { type: Boolean },
    errors: { attribute: false },
    _parts: { state: true },
  };

  constructor() {
    super();
    [this.value, this.errors] = ['', []];
  }

  focus() {
    this.querySelector('input')?.focus();
  }

  willUpdate(changed) {
    // What the helper holds may be no date yet, such as a month without a year.
    if (changed.has('value') && (!this._parts || compose(this._parts) !== this.value))
      this._parts = parse(this.value);
  }

  render() {
    const id = `${this.id}-input`;
    const words = this.value ? isDate(this.value) ? dateInWords(this.value) : t('dateField.no') : '';
    return html`<label for=${id}>${this.label}${this.isRequired ? html` <span class="required">${t('required')}</span>` : nothing}</label>
      <input id=${id} type="text" autocomplete="off" spellcheck="false" dir="ltr" .value=${live(this.value)} aria-required=${this.isRequired ? 'true' : nothing}
        aria-invalid=${this.errors.length ? 'true' : nothing} aria-describedby=${`${id}-words${this.errors.length ? ` ${id}-error` : ''}`} @input=${(event) => this.#write(event.target.value)}>
      <span class="hint words" id=${`${id}-words`}><span aria-live="polite">${words}</span>${this.value ? nothing : this.hint || t('dateField.how')}</span>
      ${this.errors.length ? html`<span class="error" id=${`${id}-error`} dir="auto">${this.errors.join(' ')}</span>` : nothing}
      <details class="more"><summary>${t('dateField.help')}</summary>${this.#helper()}</details>`;
  }

  #helper() {
    const parts = this._parts;
    const set = (changes) => {
      this._parts = { ...parts, ...changes };
      this.#write(compose(this._parts));
    };
    return html`<div class="date-helper">
      <label class="check"><input type="checkbox" .checked=${live(parts.isRange)} @change=${(event) => set({ isRange: event.target.checked })}> ${t('dateField.between')}</label>
      ${this.#day(parts.from, (from) => set({ from }), parts.isRange ? t('dateField.earliest') : t('dateField.day'))}
      ${parts.isRange ? this.#day(parts.to, (to) => set({ to }), t('dateField.latest')) : html`
        <label class="check"><input type="checkbox" .checked=${live(parts.isAbout)} @change=${(event) => set({ isAbout: event.target.checked })}> ${t('dateField.about')}</label>
        <label class="check"><input type="checkbox" .checked=${live(parts.isUncertain)} @change=${(event) => set({ isUncertain: event.target.checked })}> ${t('dateField.uncertain')}</label>`}
    </div>`;
  }

  #day(day, set, legend) {
    const months = new Intl.DateTimeFormat(locale(), { month: 'long', timeZone: 'UTC' });
    return html`<fieldset><legend>${legend}</legend>
      <label>${t('dateField.year')} <input type="text" inputmode="numeric" size="5" .value=${live(day.year)} @input=${(event) => set({ ...day, year: event.target.value.trim() })}></label>
      <label>${t('dateField.month')} <select @change=${(event) => set({ ...day, month: event.target.value })}>
        <option value="" .selected=${live(!day.month)}>–</option>
        ${Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0')).map((month) => html`<option value=${month} .selected=${live(month === day.month)}>${months.format(Date.UTC(2000, month - 1, 1))}</option>`)}</select></label>
      <label>${t('dateField.dayOfMonth')} <input type="text" inputmode="numeric" size="3" .value=${live(day.day)} @input=${(event) => set({ ...day, day: event.target.value.trim() })}></label>
    </fieldset>`;
  }

  #write(text) {
    this.dispatchEvent(new CustomEvent('write', { detail: text || undefined }));
  }
}

function parse(text) {
  const range = /^\[(.*)\.\.(.*)\]$/.exec(text);
  const mark = /[~?%]$/.exec(text)?.[0];
  const [from, to] = (range ? range.slice(1) : [text.replace(/[~?%]$/, ''), '']).map((end) => {
    const [year = '', month = '', day = ''] = end.split('-');
    return { year, month, day };
  });
  return { isRange: Boolean(range), from, to, isAbout: ['~', '%'].includes(mark), isUncertain: ['?', '%'].includes(mark) };
}

const dayOf = ({ year, month, day }) => year ? [year, month, month && day ? day.padStart(2, '0') : ''].filter(Boolean).join('-') : '';

function compose({ isRange, from, to, isAbout, isUncertain }) {
  if (isRange)
    return dayOf(from) || dayOf(to) ? `[${dayOf(from)}..${dayOf(to)}]` : '';
  return dayOf(from) && dayOf(from) + (isAbout && isUncertain ? '%' : isAbout ? '~' : isUncertain ? '?' : '');
}

customElements.define('date-field', DateField);
