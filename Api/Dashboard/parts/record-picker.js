import { Part, html, nothing, live } from '../core/element.js';
import { get } from '../core/api.js';
import { countryName, when } from '../core/format.js';
import { asOf } from '../core/router.js';
import { t, word } from '../core/text.js';

const PAUSE = 120;
let numbers = 0;

/**
 * A field in which a record is found by typing any spelling of its name (WAI-ARIA combobox with a list).
 * Tells `pick` with {kind, id, name} when one is chosen, `words` with the text when Enter is pressed without a choice, and
 * `clear` when it is emptied.
 */
class RecordPicker extends Part {
  static properties = {
    label: {},
    placeholder: {},
    /** The kinds to look for; all when empty. */
    kinds: { attribute: false },
    /** What is chosen: {kind, id, name}, or null. */
    value: { attribute: false },
    /** It leads elsewhere: what was chosen does not stay in the field. */
    isSearch: { type: Boolean },
    /** A name that is no record yet may be given, too: `words` tells of it when the field is left. */
    takesWords: { type: Boolean },
    isRequired: { type: Boolean },
    /** What is wrong with the value. */
    error: {},
    _text: { state: true },
    _items: { state: true },
    _active: { state: true },
    _isOpen: { state: true },
    _note: { state: true },
  };

  #number = ++numbers;
  #timer;
  #abort;
  #looked;

  constructor() {
    super();
    [this.kinds, this.value, this._items, this._active, this._isOpen, this._text] = [[], null, [], -1, false, null];
  }

  willUpdate(changed) {
    if (changed.has('value'))
      this._text = null;
  }

  focus() {
    this.querySelector('input')?.focus();
  }

  /** Takes away what is typed. */
  clear() {
    this._text = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  render() {
    const id = `picker-${this.#number}`;
    const shown = this._text ?? (this.value ? nameOf(this.value) : '');
    return html`
      <label for=${id} class=${this.isSearch ? 'unseen' : ''}>${this.label}${this.isRequired ? html` <span class="required">${t('required')}</span>` : nothing}</label>
      <span class="picker">
        <input id=${id} type="text" role="combobox" autocomplete="off" spellcheck="false" dir="auto" maxlength="300"
          aria-autocomplete="list" aria-expanded=${this._isOpen ? 'true' : 'false'} aria-controls=${`${id}-list`}
          aria-activedescendant=${this._active >= 0 ? `${id}-${this._active}` : nothing} aria-invalid=${this.error ? 'true' : nothing}
          aria-describedby=${this.error ? `${id}-error` : nothing} aria-required=${this.isRequired ? 'true' : nothing}
          placeholder=${this.placeholder ?? nothing} .value=${live(shown)}
          @input=${(event) => this.#type(event.target.value)} @keydown=${this.#key} @focus=${(event) => event.target.select()} @blur=${this.#leave}>
        <ul id=${`${id}-list`} role="listbox" aria-label=${this.label} ?hidden=${!this._isOpen}>
          ${this._items.map((item, i) => html`<li id=${`${id}-${i}`} role="option" aria-selected=${i === this._active ? 'true' : 'false'}
            @mousedown=${(event) => event.preventDefault()} @click=${() => this.#pick(item)}>
            <span class="kind">${word('kind', item.kind)}</span> <bdi>${nameOf(item)}</bdi>
            ${item.matched && item.matched !== (item.name ?? item.title) ? html`<span class="matched"><bdi>${item.matched}</bdi></span>` : nothing}
            ${item.start ? html`<span class="matched">${when(item.start, { short: true })}</span>` : nothing}
          </li>`)}
        </ul>
      </span>
      <span class="unseen" role="status">${this._note ?? ''}</span>
      ${this.error ? html`<span class="error" id=${`${id}-error`}>${this.error}</span>` : nothing}`;
  }

  #type(text) {
    this._text = text;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    if (!text.trim()) {
      this.#close();
      if (this.value && !this.isSearch)
        this.dispatchEvent(new CustomEvent('clear', { bubbles: true }));
      return;
    }
    this.#timer = setTimeout(() => this.#look(text.trim()), PAUSE);
  }

  async #look(text) {
    const abort = this.#abort = new AbortController();
    try {
      const found = await get('/v1/search', { q: text.slice(0, 200), kind: this.kinds.join(',') || undefined, limit: 12, asOf: this.isSearch ? asOf() : undefined }, { signal: abort.signal });
      [this._items, this._active, this._isOpen, this.#looked] = [found.items, -1, found.items.length > 0, text];
      this._note = t('search.found', { n: found.items.length });
    } catch (failure) {
      if (failure.name !== 'AbortError')
        [this._items, this._isOpen, this._note] = [[], false, t('search.failed')];
    }
  }

  #key(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!this._items.length)
        return;
      event.preventDefault();
      this._isOpen = true;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this._active = (this._active + step + this._items.length + (this._active < 0 && step < 0 ? 1 : 0)) % this._items.length;
      this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#enter();
    } else if (event.key === 'Escape') {
      if (this._isOpen)
        event.stopPropagation();
      this.#close();
    }
  }

  async #enter() {
    const text = this._text?.trim();
    const takesFirst = !this.isSearch && !this.takesWords;
    if (text && takesFirst && this._active < 0 && text !== this.#looked) {
      // What stands in the list was found for other letters.
      clearTimeout(this.#timer);
      this.#abort?.abort();
      await this.#look(text);
      if (text !== this._text?.trim())
        return;
    }
    if (this._isOpen && (this._active >= 0 || takesFirst))
      this.#pick(this._items[Math.max(0, this._active)]);
    else if (text)
      this.#say();
  }

  #pick(item) {
    this._text = this.isSearch ? '' : null;
    this.#close();
    this.dispatchEvent(new CustomEvent('pick', { detail: { kind: item.kind, id: item.id, name: item.name ?? item.title }, bubbles: true }));
  }

  #say() {
    const words = this._text.trim();
    this.#close();
    if (this.isSearch)
      this._text = '';
    this.dispatchEvent(new CustomEvent('words', { detail: words, bubbles: true }));
  }

  #leave() {
    if (this.takesWords && this._text?.trim())
      this.#say();
    else if (!this.isSearch && this._text?.trim())
      this._text = null; // What was typed names nothing: the choice stays.
    this.#close();
  }

  #close() {
    clearTimeout(this.#timer);
    [this._isOpen, this._active] = [false, -1];
  }
}

const nameOf = (item) => item.kind === 'country' ? countryName({ code: item.id, name: item.name }) : item.name ?? item.title ?? item.id;

customElements.define('record-picker', RecordPicker);
