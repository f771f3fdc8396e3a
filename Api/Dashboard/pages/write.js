import { Part, html, keyed, nothing } from '../core/element.js';
import { drafts, dropDraft } from '../core/drafts.js';
import { forms } from '../core/forms.js';
import { instant } from '../core/format.js';
import { go } from '../core/router.js';
import { session } from '../core/session.js';
import { t } from '../core/text.js';
import '../parts/record-form.js';

/** What can be written; and the form of what was chosen. */
class WritePage extends Part {
  static properties = { params: { attribute: false }, query: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.requestUpdate()));
  }

  willUpdate() {
    const { kind, id } = this.params;
    if (kind === 'release' && id) // A release that is on record is changed by its event.
      go(`/write/event/${id}`, { replace: true });
  }

  updated() {
    if (!this.#kind)
      document.title = `${t('write')} · ${t('brand')}`;
  }

  get #kind() {
    return Object.hasOwn(forms, this.params.kind ?? '') ? this.params.kind : null;
  }

  render() {
    const { id } = this.params;
    if (this.#kind)
      return keyed(`${this.#kind}/${id}`, html`<record-form .kind=${this.#kind} .recordId=${id ?? null}></record-form>`);
    if (this.params.kind)
      return html`<section class="empty"><h1>${t('nowhere.title')}</h1><p><a href="/write">${t('write')}</a></p></section>`;
    const kept = drafts().filter(({ kind }) => kind in forms);
    return html`<h1>${t('write.title')}</h1>
      ${session.key ? nothing : html`<p class="note">${t('write.noKey')} <a href="/key">${t('key.sign-in')}</a></p>`}
      ${kept.length ? html`<section class="panel" aria-labelledby="drafts-title"><h2 id="drafts-title">${t('drafts.title')}</h2><ul class="drafts">${kept.map((draft) => this.#draft(draft))}</ul></section>` : nothing}
      <ul class="kinds">${Object.keys(forms).map((kind) => html`<li><a class="panel" href=${`/write/${kind}`}><strong>${t(`write.${kind}`)}</strong> <span>${t(`write.${kind}.what`)}</span></a></li>`)}</ul>`;
  }

  #draft({ kind, id, at, value }) {
    return html`<li><a href=${`/write/${kind}${id ? `/${id}` : ''}`}>${t(`${id ? 'write.change' : 'write.new'}.${kind}`)}</a> <bdi>${value.title ?? value.name ?? ''}</bdi>
      <span class="hint">${instant(at)}</span>
      <button type="button" class="plain" @click=${() => { dropDraft(kind, id); this.requestUpdate(); }}>${t('form.discard')}</button></li>`;
  }
}

customElements.define('write-page', WritePage);
