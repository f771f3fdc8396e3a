import { Part, Reading, html, nothing } from '../core/element.js';
import { Problem, get } from '../core/api.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { t } from '../core/text.js';
import '../parts/problem-note.js';

/** Signing in and out: a key is tried before it is kept, and what it may do is said; its secret is never shown. */
class KeyPage extends Part {
  static properties = { params: { attribute: false }, query: { attribute: false }, _isShown: { state: true }, _error: { state: true }, _problem: { state: true }, _isTrying: { state: true } };

  #scope = new Reading(this);

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => this.requestUpdate()));
    if (session.key)
      this.#scope.start((signal) => scopeOf(session.key, signal));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#scope.stop();
  }

  get #title() {
    return session.key ? 'key.have' : 'key.sign-in';
  }

  updated() {
    document.title = `${t(this.#title)} · ${t('brand')}`;
  }

  render() {
    return html`<h1>${t(this.#title)}</h1>
      ${session.key ? this.#signedIn() : this.#form()}
      <section class="panel prose" aria-labelledby="how-title"><h2 id="how-title">${t('key.how')}</h2>
        <p>${t('key.howAsk')}</p>
        <pre><code>events keys create --name ${t('key.name')} --scope write</code></pre>
        <ul>${['read', 'write', 'admin'].map((scope) => html`<li><code>${scope}</code>: ${t(`key.scope.${scope}`)}</li>`)}</ul>
        <p>${t('key.howFirst')}</p>
      </section>`;
  }

  #signedIn() {
    return html`<div class="panel prose yours">
      <p><code>${session.name}</code></p>
      <div role="status" class="scope">${this.#scope.show((scope) => html`<p>${t(`key.may.${scope}`)}</p>`, { again: () => this.#scope.start((signal) => scopeOf(session.key, signal)) })}</div>
      <p class="choices"><button type="button" @click=${this.#signOut}>${t('key.sign-out')}</button>
        ${this.#scope.value && this.#scope.value !== 'read' ? html`<a href=${href('/write', { asOf: null })}>${t('write')}</a>` : nothing}
        <a href=${href('/')}>${t('overview')}</a></p>
    </div>`;
  }

  #form() {
    return html`<form class="panel prose key-form" @submit=${this.#submit}>
      <p>${t('key.why')}</p>
      <label for="key-field">${t('key.field')}</label>
      <div class="choices">
        <input id="key-field" name="key" type=${this._isShown ? 'text' : 'password'} autocomplete="off" autocapitalize="off" spellcheck="false" dir="ltr" required maxlength="400"
          aria-invalid=${this._error ? 'true' : nothing} aria-describedby=${this._error ? 'key-error' : nothing} @input=${() => this._error = null}>
        <button type="button" aria-pressed=${this._isShown ? 'true' : 'false'} @click=${() => this._isShown = !this._isShown}>${t('key.show')}</button>
      </div>
      ${this._error ? html`<span class="error" id="key-error" role="alert">${this._error}</span>` : nothing}
      ${this._problem ? html`<problem-note .problem=${this._problem}></problem-note>` : nothing}
      <p><label class="check"><input type="checkbox" name="keep"> ${t('key.keep')}</label></p>
      <p class="choices"><button type="submit" class="main" aria-disabled=${this._isTrying ? 'true' : nothing}>${t('key.sign-in')}</button>
        <span role="status" class="hint">${this._isTrying ? t('key.trying') : ''}</span></p>
    </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    const { key, keep } = event.target.elements;
    const value = key.value.trim();
    if (this._isTrying)
      return;
    [this._error, this._problem] = [null, null];
    // What no header can carry cannot be a key.
    if (!/^[\x21-\x7e]+$/.test(value)) {
      this.#refuse(t('key.malformed'), key);
      return;
    }
    this._isTrying = true;
    try {
      const scope = await scopeOf(value);
      this.#scope.start(() => Promise.resolve(scope));
      key.value = '';
      this._isShown = false;
      session.signIn(value, keep.checked);
      await this.updateComplete;
      this.querySelector('.yours button')?.focus();
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 401)
        this.#refuse(t('key.refused'), key);
      else
        this._problem = failure;
    } finally {
      this._isTrying = false;
    }
  }

  #refuse(error, field) {
    this._error = error;
    field.focus();
  }

  async #signOut() {
    session.signOut();
    this.#scope.value = null;
    await this.updateComplete;
    this.querySelector('#key-field')?.focus();
  }
}

/** What a key may do, found by reads that need as much and change nothing; 401 when it is not valid. */
async function scopeOf(key, signal) {
  const may = async (path, query) => {
    try {
      await get(path, query, { signal, key });
      return true;
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 403)
        return false;
      throw failure;
    }
  };
  if (!await may('/v1/imports', { limit: 1 }))
    return 'read';
  return await may('/v1/ledger/digest', { seq: 0 }) ? 'admin' : 'write';
}

customElements.define('key-page', KeyPage);
