// What all parts of the desk have in common.

import { LitElement, html, nothing } from '../vendor/lit.js';
import { Problem } from './api.js';
import { onLanguage, t } from './text.js';

export * from '../vendor/lit.js';

/** After so many milliseconds it is said that the server takes its time. */
const SLOW = 6_000;

/** A part that stands in the page itself, under the one style sheet, and is drawn anew when the language changes. */
export class Part extends LitElement {
  #ends = [];

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(onLanguage(() => this.requestUpdate()));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const end of this.#ends.splice(0))
      end();
  }

  /** Calls a function when the part leaves the page. */
  until(end) {
    this.#ends.push(end);
  }
}

/**
 * Something that is read: a promise becomes a state that a part shows. Newer questions overtake older ones, and what was
 * shown stays until the new answer is there.
 */
export class Reading {
  #part;
  #abort = null;
  value = null;
  failure = null;
  isBusy = false;
  isSlow = false;

  constructor(part) {
    this.#part = part;
  }

  /** @param {(signal: AbortSignal) => Promise<any>} read */
  async start(read) {
    this.#abort?.abort();
    const abort = this.#abort = new AbortController();
    this.isBusy = true;
    this.isSlow = false;
    const timer = setTimeout(() => {
      this.isSlow = abort === this.#abort;
      this.#part.requestUpdate();
    }, SLOW);
    this.#part.requestUpdate();
    try {
      const value = await read(abort.signal);
      if (abort === this.#abort)
        [this.value, this.failure] = [value, null];
    } catch (failure) {
      if (abort !== this.#abort || failure.name === 'AbortError')
        return;
      if (!(failure instanceof Problem))
        console.error(failure);
      [this.value, this.failure] = [null, failure];
    } finally {
      clearTimeout(timer);
      if (abort === this.#abort) {
        this.isBusy = false;
        this.#part.requestUpdate();
      }
    }
  }

  stop() {
    this.#abort?.abort();
  }

  /** What was read, drawn; or that it is under way, or why there is nothing. */
  show(draw, { again } = {}) {
    if (this.failure)
      return html`<problem-note .problem=${this.failure} .again=${again}></problem-note>`;
    if (this.value === null)
      return this.isBusy ? html`<p class="busy" role="status">${t(this.isSlow ? 'busy.slow' : 'busy')}</p>` : nothing;
    return draw(this.value);
  }
}
