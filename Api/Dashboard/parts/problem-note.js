import { Part, html, nothing } from '../core/element.js';
import { Problem } from '../core/api.js';
import { href } from '../core/router.js';
import { t } from '../core/text.js';

const known = new Set(['offline', 'unreachable', 'unauthorized', 'forbidden', 'not-found', 'gone', 'stale-version', 'overloaded', 'storage-unavailable', 'query-too-slow', 'read-only-copy', '429', '502', '504']);

/** What went wrong, calmly: what it means, and what can be done now. */
class ProblemNote extends Part {
  static properties = { problem: { attribute: false }, again: { attribute: false } };

  render() {
    const { problem } = this;
    if (!problem)
      return nothing;
    const slug = problem instanceof Problem ? problem.slug : 'defect';
    return html`<div class="problem" role="alert">
      <p><strong>${known.has(slug) ? t(`problem.${slug}`) : problem.title || t('problem.defect')}</strong></p>
      ${problem instanceof Problem && problem.status && ![problem.title, String(problem.status)].includes(problem.message) ? html`<p dir="auto">${problem.message}</p>` : nothing}
      ${problem.retryAfter ? html`<p>${t('problem.retry', { n: problem.retryAfter })}</p>` : nothing}
      ${slug === 'unauthorized' ? html`<p><a href=${href('/key')}>${t('key.sign-in')}</a></p>` : nothing}
      ${this.again ? html`<button type="button" @click=${this.again}>${t('again')}</button>` : nothing}
    </div>`;
  }
}

customElements.define('problem-note', ProblemNote);
