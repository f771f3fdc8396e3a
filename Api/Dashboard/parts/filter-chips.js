import { Part, html, nothing } from '../core/element.js';
import { filterOf, filters, parse } from '../core/filters.js';
import { number, when } from '../core/format.js';
import { nameOf } from '../core/names.js';
import { setQuery } from '../core/router.js';
import { currentLanguage, humane, t, word } from '../core/text.js';
import { labelOf } from './filter-bar.js';

/** Keeps the direction of a name from that of the words around it. */
const isolated = (text) => `\u2068${text}\u2069`;

/** The filters that hold, in words, each to be taken away. */
class FilterChips extends Part {
  static properties = {
    collection: {},
    /** The filters as the API is asked: {parameter: values}. */
    asked: { attribute: false },
    /** How the API understood them, once it has answered. */
    applied: { attribute: false },
  };

  render() {
    const chips = Object.entries(this.asked).flatMap(([parameter, values]) => this.#chips(parameter, values));
    if (!chips.length)
      return nothing;
    return html`<ul class="filter-chips" aria-label=${t('filters.active')}>
      ${chips.map(({ field, not, said, values, i }) => html`<li data-not=${not ? 'true' : nothing}><span class="said">${labelOf(field)}: ${not ? html`<strong>${t('filter.not')}</strong> ` : nothing}${said}</span>
        <button type="button" aria-label=${t('filters.remove', { filter: `${labelOf(field)}: ${not ? `${t('filter.not')} ` : ''}${said.slice(0, 100)}` })} @click=${() => this.#remove({ [field.name]: values.toSpliced(i, 1) })}>×</button></li>`)}
      ${chips.length > 1 ? html`<li class="all"><button type="button" class="plain" @click=${() => this.#remove(Object.fromEntries(chips.map(({ field }) => [field.name, null])))}>${t('filters.none')}</button></li>` : nothing}
    </ul>`;
  }

  #chips(parameter, values) {
    const field = filterOf(this.collection, parameter);
    const understood = (this.applied ?? []).filter((one) => one.parameter === parameter);
    return values.map((value, i) => {
      // A date is understood as its first or last day; what was asked for says more.
      const one = understood.length === values.length && field.input !== 'date' ? understood[i] : parse(value, field);
      return { field, not: one.not, said: this.#said(field, one.values), values, i };
    });
  }

  #said(field, values) {
    const words = values.map((value) => isolated(this.#word(field, value)));
    return new Intl.ListFormat(currentLanguage(), { type: 'disjunction' }).format(words);
  }

  #word(field, value) {
    if (field.kinds) {
      const [, role, id] = /^(?:([a-z-]+):)?(.*)$/s.exec(value);
      const name = nameOf(field.kinds, id, this) ?? id;
      return role ? t('filter.as', { name, role: word('role', role) }) : name;
    }
    if (field.input === 'date')
      return /^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$/.test(value) ? when(value) : value;
    if (field.input === 'number')
      return /^\d{1,15}$/.test(value) ? number(Number(value)) : value;
    if (field.vocabulary && field.input !== 'term')
      return word(field.vocabulary, value);
    if (field.name === 'linked')
      return word('linkType', value);
    return field.input === 'term' || field.name === 'flag' ? humane(value) : value;
  }

  async #remove(changes) {
    const buttons = [...this.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement);
    setQuery(changes);
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
    const left = [...this.querySelectorAll('li:not(.all) button')];
    (left[Math.min(at, left.length - 1)] ?? document.getElementById('found'))?.focus();
  }
}

customElements.define('filter-chips', FilterChips);
