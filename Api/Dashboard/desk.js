// The frame of the desk: the head with its search, the page that the address names, and the foot.

import { Part, html, nothing, keyed } from './core/element.js';
import { allPages, asOf, go, here, href, onMove, route, setQuery } from './core/router.js';
import { session } from './core/session.js';
import { currentLanguage, languages, setLanguage, startLanguage, t } from './core/text.js';
import { instant } from './core/format.js';
import { path } from './core/records.js';
import './parts/problem-note.js';
import './parts/record-picker.js';

const page = (load, tag) => ({ load, tag });

route('/', page(() => import('./pages/overview.js'), 'overview-page'));
route('/explore', page(() => import('./pages/explore.js'), 'explore-page'));
route('/events/:id', page(() => import('./pages/event.js'), 'event-page'));
route('/countries/:id', page(() => import('./pages/country.js'), 'country-page'));
route('/people/:id', page(() => import('./pages/person.js'), 'person-page'));
route('/organizations/:id', page(() => import('./pages/organization.js'), 'organization-page'));
route('/sanctions/:id', page(() => import('./pages/sanction.js'), 'sanction-page'));
route('/reports/:id', page(() => import('./pages/report.js'), 'report-page'));
route('/write', page(() => import('./pages/write.js'), 'write-page'));
route('/write/:kind', page(() => import('./pages/write.js'), 'write-page'));
route('/write/:kind/:id', page(() => import('./pages/write.js'), 'write-page'));
route('/review', page(() => import('./pages/review.js'), 'review-page'));
route('/key', page(() => import('./pages/key.js'), 'key-page'));

const THEME = 'events.theme';
const UNHURRIED = 2500;

class DeskApp extends Part {
  static properties = { _place: { state: true }, _error: { state: true }, _isOnline: { state: true } };

  #hasOthers = false;

  constructor() {
    super();
    this._place = here();
    this._isOnline = navigator.onLine;
    this._theme = this.#storedTheme();
    document.documentElement.dataset.theme = this._theme;
  }

  connectedCallback() {
    super.connectedCallback();
    this.querySelector('.starting')?.remove();
    this.until(onMove((isNewPage) => this.#move(isNewPage)));
    this.until(session.onChange(() => this.requestUpdate()));
    for (const event of ['online', 'offline'])
      addEventListener(event, () => this.#lineChanged());
    addEventListener('keydown', (event) => this.#shortcut(event));
    this.#load();
  }

  async #load() {
    const { page } = this._place;
    if (!page)
      return;
    try {
      await page.load();
      this._error = null;
      page.isLoaded = true;
      this.#loadOthers();
    } catch (failure) {
      // A module that is not there any more: the server was renewed under this page.
      console.error(failure);
      this._error = failure;
    }
    this.requestUpdate();
  }

  /** The other pages, when there is time: then they open at once, and without a line. */
  #loadOthers() {
    if (this.#hasOthers || navigator.connection?.saveData)
      return;
    this.#hasOthers = true;
    setTimeout(() => allPages().forEach((one) => one.load().then(() => one.isLoaded = true, () => {})), UNHURRIED);
  }

  async #move(isNewPage) {
    const before = location.pathname === this._before;
    this._before = location.pathname;
    this._place = here();
    await this.#load();
    if (!isNewPage || before)
      return;
    await this.updateComplete;
    scrollTo(0, 0);
    this.querySelector('main')?.focus({ preventScroll: true });
  }

  #lineChanged() {
    this._isOnline = navigator.onLine;
    // A module that could not be had is not asked for again by the browser.
    if (this._isOnline && this._error)
      location.reload();
  }

  #shortcut(event) {
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.querySelector('.search input')?.focus();
    }
  }

  render() {
    const { page, params, query } = this._place;
    const at = location.pathname;
    const current = (path) => (path === '/' ? at === '/' : at.startsWith(path)) ? 'page' : nothing;
    return html`
      <a class="skip" href="#main">${t('skip')}</a>
      <header class="head">
        <a class="brand" href=${href('/')}>${t('brand')}</a>
        <nav aria-label=${t('nav')}>
          <a href=${href('/')} aria-current=${current('/')}>${t('overview')}</a>
          <a href=${href('/explore')} aria-current=${current('/explore')}>${t('explore')}</a>
          <a href=${href('/write', { asOf: null })} aria-current=${current('/write')}>${t('write')}</a>
          ${session.key ? html`<a href=${href('/review', { asOf: null })} aria-current=${current('/review')}>${t('review')}</a>` : nothing}
        </nav>
        <div class="search" role="search">
          <record-picker .label=${t('search')} .placeholder=${t('search.hint')} isSearch
            @pick=${(event) => go(href(path(event.detail)))}
            @words=${(event) => go(href('/explore', { q: event.detail }))}></record-picker>
        </div>
        <div class="tools">
          <select aria-label=${t('language')} @change=${(event) => setLanguage(event.target.value)}>
            ${Object.entries(languages).map(([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === currentLanguage()}>${name}</option>`)}
          </select>
          <select aria-label=${t('theme')} @change=${(event) => this.#setTheme(event.target.value)}>
            ${['auto', 'light', 'dark'].map((theme) => html`<option value=${theme} ?selected=${theme === this._theme}>${t(`theme.${theme}`)}</option>`)}
          </select>
          <a href=${href('/key', { asOf: null })} aria-current=${current('/key')}>${session.key ? t('key.have') : t('key.sign-in')}</a>
        </div>
      </header>
      ${this._isOnline ? nothing : html`<p class="bar" role="status">${t('offline')}</p>`}
      ${asOf() ? html`<as-of-bar></as-of-bar>` : nothing}
      <main id="main" tabindex="-1">
        ${this._error ? html`<section class="empty"><h1>${t('renewed.title')}</h1><p>${t('renewed')}</p><button type="button" @click=${() => location.reload()}>${t('reload')}</button></section>`
          : !page ? html`<section class="empty"><h1>${t('nowhere.title')}</h1><p>${t('nowhere')}</p><p><a href=${href('/')}>${t('overview')}</a></p></section>`
          : page.isLoaded ? keyed(page.tag, draw(page.tag, params, query)) : html`<p class="busy" role="status">${t('busy')}</p>`}
      </main>
      <footer class="foot">
        <a href="/swagger">${t('foot.api')}</a>
        <a href="/v1/changes">${t('foot.feed')}</a>
        <a href="/v1/events.atom">Atom</a>
        <a href="/desk/licenses">${t('foot.licenses')}</a>
      </footer>`;
  }

  #storedTheme() {
    try {
      return localStorage.getItem(THEME) ?? 'auto';
    } catch {
      return 'auto';
    }
  }

  #setTheme(theme) {
    this._theme = theme;
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(THEME, theme);
    } catch {
      // It lasts as long as this page.
    }
    dispatchEvent(new Event('theme'));
  }
}

/** The page of an address, with its parameters and the words behind the question mark. */
function draw(tag, params, query) {
  const element = pages.get(tag) ?? document.createElement(tag);
  pages.clear();
  pages.set(tag, element);
  element.params = params;
  element.query = query;
  return element;
}

const pages = new Map();

/** Says that an earlier state of the ledger is looked at, and leads back. */
class AsOfBar extends Part {
  connectedCallback() {
    super.connectedCallback();
    this.until(onMove(() => this.requestUpdate()));
  }

  render() {
    const at = asOf();
    if (!at)
      return nothing;
    return html`<p class="bar" role="status">${/^\d+$/.test(at) ? t('asOf.seq', { seq: at }) : t('asOf.instant', { at: Number.isNaN(Date.parse(at)) ? at : instant(at) })}
      <button type="button" @click=${() => setQuery({ asOf: null })}>${t('asOf.now')}</button></p>`;
  }
}

customElements.define('as-of-bar', AsOfBar);
// Without its words the page speaks English.
startLanguage().catch(() => {}).then(() => customElements.define('desk-app', DeskApp));
