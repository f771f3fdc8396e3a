import { Part, html, nothing } from '../core/element.js';
import { t } from '../core/text.js';

/** Asks once more before something is done, and why. `ask` answers with the reason, which may be empty, or null. */
class ReasonDialog extends Part {
  static properties = { _question: { state: true } };

  #answer = () => {};

  /** @param {{title: string, text?: string, action: string, asksWhy?: boolean}} question */
  async ask(question) {
    this._question = question;
    await this.updateComplete;
    const dialog = this.querySelector('dialog');
    dialog.querySelector('form').reset();
    dialog.showModal();
    return new Promise((resolve) => this.#answer = resolve);
  }

  render() {
    const { title, text, action, asksWhy = true } = this._question ?? {};
    return html`<dialog aria-labelledby="reason-title" @close=${() => this.#end(null)}>
      <form @submit=${this.#submit}>
        <h2 id="reason-title" dir="auto">${title}</h2>
        ${text ? html`<p>${text}</p>` : nothing}
        ${asksWhy ? html`<label>${t('form.why')} <input name="reason" type="text" autocomplete="off" maxlength="1000" dir="auto"></label>` : nothing}
        <p class="choices"><button type="submit" class="main">${action}</button>
          <button type="button" @click=${() => this.querySelector('dialog').close()}>${t('cancel')}</button></p>
      </form>
    </dialog>`;
  }

  #submit(event) {
    event.preventDefault();
    this.#end(event.target.elements.reason?.value.trim() ?? '');
    this.querySelector('dialog').close();
  }

  #end(reason) {
    this.#answer(reason);
    this.#answer = () => {};
  }
}

customElements.define('reason-dialog', ReasonDialog);
