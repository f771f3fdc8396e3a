import { Part, html, nothing } from '../core/element.js';
import { number } from '../core/format.js';
import { path } from '../core/records.js';
import { t, word } from '../core/text.js';

/** Records that may be the same as what is about to be written. Tells `use` with {path, twin}, `anyway`, or `leave`. */
class TwinsView extends Part {
  static properties = {
    /** [{kind, name, path, twins}]: path is that of a new record inside the document; null for the document itself. */
    finds: { attribute: false },
  };

  focus() {
    this.querySelector('h2')?.focus();
  }

  render() {
    return html`<section class="panel twins" aria-labelledby="twins-title">
      <h2 id="twins-title" tabindex="-1">${t('twins.title')}</h2>
      ${this.finds.map((find) => html`<h3><bdi>${find.name}</bdi></h3><ul class="twins">${find.twins.map((twin) => this.#twin(find, twin))}</ul>`)}
      <p class="choices"><button type="button" class="main" @click=${() => this.#tell('anyway')}>${t('twins.anyway')}</button>
        <button type="button" @click=${() => this.#tell('leave')}>${t('conflict.leave')}</button></p>
    </section>`;
  }

  #twin(find, twin) {
    return html`<li><span class="kind">${word('kind', twin.kind)}</span> <strong><bdi>${twin.name ?? twin.title}</bdi></strong>
      <span class="hint">${t('twins.score', { percent: number(Math.round(twin.score * 100)) })}</span>
      <ul>${twin.reasons.map(({ weight, message }) => html`<li dir="auto">${weight < 0 ? t('twins.against') : nothing} ${message}</li>`)}</ul>
      <span class="choices">${find.path ? html`<button type="button" @click=${() => this.#tell('use', { path: find.path, twin })}>${t('twins.use')}</button>` : nothing}
        <a href=${path(twin)}>${find.path ? t('twins.open') : t('twins.same')}</a></span></li>`;
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

customElements.define('twins-view', TwinsView);
