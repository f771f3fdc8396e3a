import { html, keyed, nothing } from '../core/element.js';
import { number } from '../core/format.js';

/** A number that leads to its list; undefined while it is not known. A new number is a new element, so that nothing moves. */
export const total = (n, words, target, group) => html`<a class="total" href=${target} data-group=${group ?? nothing}>${
  keyed(n, html`<span class="figure">${n === undefined ? '…' : number(n)}</span>`)} <span>${words}</span></a>`;
