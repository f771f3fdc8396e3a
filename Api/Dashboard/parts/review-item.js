import { Part, html, nothing } from '../core/element.js';
import { get, send } from '../core/api.js';
import { ago, period } from '../core/format.js';
import { path } from '../core/records.js';
import { t, word } from '../core/text.js';
import './problem-note.js';
import './reason-dialog.js';

/** An event that waits for an editor, with what can be done with it. Tells `reviewed` when something was. */
class ReviewItem extends Part {
  static properties = { event: { attribute: false }, _problem: { state: true }, _isBusy: { state: true }, _isChanged: { state: true }, _done: { state: true } };

  willUpdate(changed) {
    if (changed.has('event') && changed.get('event'))
      [this._problem, this._isChanged, this._done] = [null, false, null];
  }

  render() {
    const { event } = this;
    return html`<div class="review-item">
      <p class="review-what"><a href=${path(event)} dir="auto">${event.title}</a>
        <span class="facts"><span class="type">${word('type', event.type)}</span><span>${period(event.start, event.end, { short: true })}</span>
          <span class="tag" data-workflow=${event.workflow}>${word('workflow', event.workflow)}</span>
          <span>${t('review.changed', { ago: ago(event.updatedAt) })}</span></span></p>
      ${this._isChanged ? html`<p class="note" role="alert">${t('review.stale')}</p>` : nothing}
      ${this._problem ? html`<problem-note .problem=${this._problem}></problem-note>
        ${this._problem.errors?.length > 1 ? html`<ul>${this._problem.errors.map(({ message }) => html`<li dir="auto">${message}</li>`)}</ul>` : nothing}` : nothing}
      <p class="choices"><a href=${`/write/event/${event.id}`}>${t('record.edit')}</a>
        ${['published', 'in-review', 'draft'].filter((stage) => stage !== event.workflow).map((stage) => html`<button type="button" aria-disabled=${this._isBusy ? 'true' : nothing} @click=${() => this.#move(stage)}>${t(event.workflow === 'in-review' && stage === 'draft' ? 'review.sendBack' : `form.to.${stage}`)}</button>`)}
        <span role="status" class="hint">${this._done ? t('review.done', { stage: word('workflow', this._done) }) : ''}</span></p>
      <reason-dialog></reason-dialog>
    </div>`;
  }

  async #move(workflow) {
    if (this._isBusy)
      return;
    const { event } = this;
    const action = t(event.workflow === 'in-review' && workflow === 'draft' ? 'review.sendBack' : `form.to.${workflow}`);
    const reason = await this.querySelector('reason-dialog').ask({ title: `${action}: ${event.title}`, action });
    if (reason === null)
      return;
    [this._isBusy, this._problem, this._isChanged] = [true, null, false];
    try {
      const { version, updatedAt } = await send('PATCH', `/v1${path(event)}`, { workflow }, { ifMatch: `"${event.version}"`, reason });
      this.event = { ...event, workflow, version, updatedAt };
      await this.updateComplete;
      this._done = workflow;
      this.dispatchEvent(new CustomEvent('reviewed', { bubbles: true }));
    } catch (failure) {
      if (failure.status === 412)
        await this.#readAgain();
      else
        this._problem = failure;
    } finally {
      this._isBusy = false;
    }
  }

  /** Somebody changed it since the list was read: it is shown as it is now, and nothing is done before it was looked at. */
  async #readAgain() {
    try {
      this.event = await get(`/v1${path(this.event)}`);
      await this.updateComplete;
      this._isChanged = true;
    } catch (failure) {
      this._problem = failure;
    }
  }
}

customElements.define('review-item', ReviewItem);
