import { Part, Reading, html, nothing } from '../core/element.js';
import { Problem, etagOf, get, send } from '../core/api.js';
import { at, keysOf, merged, patchOf, pruned, slim, withAt } from '../core/documents.js';
import { draftOf, dropDraft, keepDraft, onOtherTab, token } from '../core/drafts.js';
import { asWritten, fieldsOf, forms, membersOf, missing, placeOf, trailOf } from '../core/forms.js';
import { instant } from '../core/format.js';
import { path } from '../core/records.js';
import { go } from '../core/router.js';
import { session } from '../core/session.js';
import { t, word } from '../core/text.js';
import { twinsOf } from '../core/twins.js';
import { formField, idOf, labelOf } from './form-field.js';
import { proposal, unaccounted } from './release-notes.js';
import './conflict-view.js';
import './problem-note.js';
import './reason-dialog.js';
import './twins-view.js';

const PAUSE = 400;
const SLOW = 6_000;
const MOST_MERGES = 3;

/** The form of one record, new or on record: it keeps a draft, sends it, and tells what came of it. */
class RecordForm extends Part {
  static properties = {
    kind: {},
    /** Of the record to change; null for a new one. */
    recordId: {},
    _value: { state: true }, _errors: { state: true }, _problem: { state: true }, _busy: { state: true }, _isSlow: { state: true },
    _finds: { state: true }, _conflict: { state: true }, _result: { state: true }, _note: { state: true }, _draftAt: { state: true },
    _isOld: { state: true }, _isKept: { state: true }, _other: { state: true }, _open: { state: true }, _reason: { state: true },
  };

  #record = new Reading(this);
  #base = null; // What was read, as the form holds it.
  #etag;
  #key;
  #timer;
  #abort;
  #accepted = new Set();

  constructor() {
    super();
    this.recordId = null;
    this.#empty();
  }

  #empty() {
    [this._value, this._errors, this._problem, this._busy, this._finds, this._conflict, this._result, this._note, this._other, this._reason] = [{}, [], null, null, null, null, null, null, undefined, ''];
    [this._open, this._draftAt, this._isOld, this._isKept, this._isSlow] = [new Set(), null, false, true, false];
    this.#key = token();
  }

  get #form() {
    return forms[this.kind];
  }

  get #fields() {
    return fieldsOf(this.#form.sections);
  }

  get #names() {
    return membersOf(this.#form);
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(session.onChange(() => {
      if (session.key && this._problem?.status === 401)
        this._problem = null;
      this.requestUpdate();
    }));
    this.until(onOtherTab(this.kind, this.recordId, (draft) => this._other = draft));
    const keep = () => this.#keep();
    addEventListener('pagehide', keep);
    this.until(() => removeEventListener('pagehide', keep));
    this.until(keep);
    this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#record.stop();
    this.#abort?.abort();
  }

  async #begin() {
    const draft = draftOf(this.kind, this.recordId);
    if (!this.recordId) {
      this.#take(draft);
      return;
    }
    await this.#record.start((signal) => get(this.#place, {}, { signal }));
    const record = this.#record.value;
    if (!record)
      return;
    if (record.id !== this.recordId) {
      go(`/write/${this.kind}/${record.id}`, { replace: true });
      return;
    }
    [this.#base, this.#etag] = [asWritten(this.#form, record), etagOf(record)];
    this._value = this.#base;
    if (draft)
      this.#take(draft, record);
  }

  get #place() {
    return `/v1${path({ kind: this.kind, id: this.recordId })}`;
  }

  /** Goes on with a draft; what others changed since it was begun is merged into it. */
  #take(draft, record) {
    if (!draft)
      return;
    [this._value, this._reason, this._draftAt, this._isOld] = [draft.value, draft.reason ?? '', draft.at, true];
    this.#key = draft.key ?? this.#key;
    if (!record || !draft.base)
      return;
    [this.#base, this.#etag] = [draft.base, draft.etag];
    this.#unite(record);
  }

  /** Takes over what somebody else wrote meanwhile; answers whether there is nothing left to be chosen. */
  #unite(record) {
    const theirs = asWritten(this.#form, record);
    const { value, theirs: taken, conflicts } = merged(this.#base, this._value, theirs, this.#names);
    const named = (names) => names.map((name) => this.#fields.find((field) => field.name === name) ?? workflowField);
    if (conflicts.length) {
      this._conflict = { mine: value, theirs, etag: etagOf(record), conflicts: named(conflicts), taken: named(taken) };
      return false;
    }
    if (taken.length)
      this._note = t('form.united', { fields: named(taken).map(labelOf).join(', ') });
    [this.#base, this.#etag, this._value] = [theirs, etagOf(record), value];
    this.#later();
    return true;
  }

  async #settle(takesTheirs) {
    const { mine, theirs, etag } = this._conflict;
    this._value = { ...mine, ...Object.fromEntries([...takesTheirs].map((name) => [name, theirs[name]])) };
    [this.#base, this.#etag, this._conflict] = [theirs, etag, null];
    this.#keep(true);
    await this.#submit();
  }

  // Drafts

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  #keep(isSure = this.#timer !== undefined) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!isSure || this._other !== undefined || this._result)
      return;
    const draft = { at: new Date().toISOString(), value: this._value, reason: this._reason, key: this.#key, base: this.#base ?? undefined, etag: this.#etag };
    this._isKept = keepDraft(this.kind, this.recordId, draft);
    if (this._isKept)
      this._draftAt = draft.at;
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    dropDraft(this.kind, this.recordId);
  }

  async #discard() {
    if (await this.querySelector('reason-dialog').ask({ title: t('form.discardSure'), action: t('form.discard'), asksWhy: false }) === null)
      return;
    this.#drop();
    this.#empty();
    if (this.recordId)
      this.#begin();
    this.#lookAt('h1');
  }

  #takeOther() {
    const draft = this._other;
    this._other = undefined;
    if (draft)
      this.#take(draft, this.#record.value);
  }

  #keepMine() {
    this._other = undefined;
    this.#keep(true);
  }

  // Fields

  get #context() {
    const errors = new Map();
    for (const { id, message } of this._errors) {
      if (id)
        errors.set(id, [...errors.get(id) ?? [], message]);
    }
    return {
      root: this._value,
      errors,
      open: this._open,
      set: (to, next) => this.#set(to, next),
      toggle: (id, isOpen) => {
        this._open = new Set(this._open);
        this._open[isOpen ? 'add' : 'delete'](id);
      },
      remove: (list, i) => this.#remove(list, i),
      focus: (to) => this.updateComplete.then(() => this.#focus(document.getElementById(idOf(to)))),
    };
  }

  #set(to, next) {
    this._value = withAt(this._value, to, typeof next === 'function' ? next(at(this._value, to)) : next);
    const id = idOf(to);
    this._errors = this._errors.filter((error) => error.id !== id && !error.id?.startsWith(`${id}.`));
    this.#later();
  }

  #remove(list, i) {
    const rest = at(this._value, list).filter((_, at) => at !== i);
    this.#set(list, rest);
    const prefix = `${idOf(list)}.`;
    // Those behind it move up by one.
    this._open = new Set([...this._open].flatMap((id) => {
      if (!id.startsWith(prefix))
        return [id];
      const [index, ...more] = id.slice(prefix.length).split('.');
      return Number(index) === i ? [] : [prefix + [Number(index) > i ? index - 1 : index, ...more].join('.')];
    }));
    this.updateComplete.then(() => {
      const element = document.getElementById(idOf(list));
      const buttons = element?.querySelectorAll(':scope > ol > li > .remove, :scope > ol > li > details > summary');
      this.#focus(buttons?.[Math.min(i, buttons.length - 1)] ?? element?.querySelector(':scope > button'));
    });
  }

  async #focus(element) {
    if (!element)
      return;
    for (let details = element.closest('details'); details; details = details.parentElement.closest('details'))
      details.open = true;
    await element.updateComplete;
    element.focus();
    element.scrollIntoView({ block: 'nearest' });
  }

  // Sending

  /** Sends what stands in the form; `workflow` is the stage that it shall have. */
  async #submit(workflow) {
    if (this._busy)
      return;
    [this._problem, this._errors, this._finds, this._note] = [null, [], null, null];
    this._value = pruned({ ...this._value, workflow: workflow ?? this._value.workflow }) ?? {};
    this.#keep(true);
    if (!session.key) {
      this._problem = new Problem(401, { type: 'unauthorized', detail: '' });
      this.#lookAt('.problems');
      return;
    }
    this.#accuse(missing(this.#fields, this._value).map((to) => ({ keys: to, message: t('form.missing') })));
    if (this._errors.length)
      return;
    const abort = this.#abort = new AbortController();
    const slow = setTimeout(() => this._isSlow = true, SLOW);
    try {
      await (this.recordId ? this.#change(abort.signal) : this.#create(abort.signal));
    } catch (failure) {
      this.#fail(failure);
    } finally {
      clearTimeout(slow);
      [this._busy, this._isSlow] = [null, false];
    }
  }

  async #create(signal) {
    this._busy = 'twins';
    const finds = await twinsOf(this.kind, this.#form, this._value, signal);
    const news = finds.filter(({ twins, path }) => twins.some(({ id }) => !this.#accepted.has(`${path}:${id}`)));
    if (news.length) {
      this._finds = news;
      this.#lookAt('twins-view');
      return;
    }
    this._busy = 'sending';
    this.#written(await send('POST', this.#form.path, slim(this._value), { idempotencyKey: this.#key, reason: this._reason.trim(), signal }));
  }

  async #change(signal) {
    for (let tries = 0; tries < MOST_MERGES; tries++) {
      const patch = patchOf(this.#base, this._value, this.#names);
      if (!Object.keys(patch).length) {
        this._note = t('form.unchanged');
        this.#lookAt('.problems');
        return;
      }
      this._busy = 'sending';
      try {
        this.#written(await send('PATCH', this.#place, patch, { ifMatch: this.#etag, reason: this._reason.trim(), signal }));
        return;
      } catch (failure) {
        if (failure.status !== 412)
          throw failure;
      }
      const record = await get(this.#place, {}, { signal });
      if (!this.#unite(record)) {
        this.#keep(true);
        this.#lookAt('conflict-view');
        return;
      }
    }
    throw new Problem(412, { type: 'stale-version', detail: '' });
  }

  #fail(failure) {
    if (failure.name === 'AbortError') {
      this._note = t('form.stopped');
      return;
    }
    if (!(failure instanceof Problem))
      console.error(failure);
    const errors = (failure.errors ?? []).filter(({ pointer }) => pointer.startsWith('/'));
    if (errors.length && [400, 409, 422].includes(failure.status)) {
      this.#accuse(errors.map(({ pointer, message }) => ({ keys: keysOf(pointer), message })));
      return;
    }
    this._problem = failure;
    this.#lookAt('.problems');
  }

  /** Shows what is wrong at its fields, and all of it in the summary on top. */
  #accuse(errors) {
    this._errors = errors.map(({ keys, message }) => {
      const to = placeOf(this.#fields, keys);
      return { id: to && idOf(to), label: this.#nameOf(to ?? keys), message };
    });
    if (errors.length)
      this.#lookAt('.summary');
  }

  /** A field by its path, in words: "Evidence 1, Report". */
  #nameOf(to) {
    return trailOf(this.#fields, to).map(({ field, index }) => labelOf(field) + (index === null ? '' : ` ${index + 1}`)).join(', ') || String(to[0] ?? '');
  }

  async #lookAt(selector) {
    await this.updateComplete;
    const element = this.querySelector(selector);
    await element?.updateComplete;
    element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
  }

  #written(answer) {
    this.#drop();
    const names = new Map();
    collectNames(answer, names);
    const records = answer.records ?? [{ kind: answer.kind, id: answer.id, op: this.recordId ? 'update' : 'create' }];
    this._result = { answer, records: records.map((record) => ({ ...record, name: names.get(record.id) })) };
    this.#lookAt('.written');
  }

  #use({ path: to, twin }) {
    this.#set(to, { id: twin.id, name: twin.name, title: twin.title });
    this._finds = this._finds.filter((find) => find.path !== to);
    if (!this._finds.length)
      this.#submit();
  }

  #anyway() {
    for (const { path, twins } of this._finds) {
      for (const { id } of twins)
        this.#accepted.add(`${path}:${id}`);
    }
    this.#submit();
  }

  #leave() {
    // A conflict is met again when it is sent: the state that the changes start from is still the old one.
    [this._finds, this._problem, this._conflict] = [null, null, null];
    this.#lookAt('h1');
  }

  async #delete() {
    const reason = await this.querySelector('reason-dialog').ask({ title: t('form.deleteSure', { name: this.#base.title ?? this.#base.name }), text: t('form.deleteWhat'), action: t('form.delete') });
    if (reason === null || this._busy)
      return;
    [this._problem, this._errors, this._busy] = [null, [], 'sending'];
    const abort = this.#abort = new AbortController();
    try {
      await send('DELETE', this.#place, undefined, { ifMatch: this.#etag, reason, signal: abort.signal });
      this.#drop();
      this._result = { isDeleted: true, records: [] };
      this.#lookAt('.written');
    } catch (failure) {
      this.#fail(failure);
    } finally {
      this._busy = null;
    }
  }

  // Drawing

  updated() {
    document.title = `${this.#title()} · ${t('brand')}`;
  }

  #title() {
    return t(`${this.recordId ? 'write.change' : 'write.new'}.${this.kind}`);
  }

  render() {
    const head = html`<h1 tabindex="-1">${this.#title()}</h1>`;
    if (this._result)
      return html`${head}${this.#shown()}`;
    if (this.recordId && !this.#base)
      return html`${head}${this.#record.failure?.slug === 'gone' ? html`<p><a href=${path({ kind: this.kind, id: this.recordId })}>${t('record.gone')}</a></p>` : this.#record.show(() => nothing, { again: () => this.#begin() })}`;
    if (this._conflict)
      return html`${head}<conflict-view .conflict=${this._conflict} @settle=${(event) => this.#settle(event.detail)} @leave=${this.#leave}></conflict-view>`;
    const form = this.#context;
    return html`${head}
      ${this.recordId ? html`<p><a href=${path({ kind: this.kind, id: this.recordId })} dir="auto">${this.#base.title ?? this.#base.name}</a></p>` : nothing}
      ${this.#draftNote()}
      ${session.key ? nothing : html`<p class="note">${t('write.noKey')} <a href="/key">${t('key.sign-in')}</a></p>`}
      ${this.#summary()}
      ${this._finds ? html`<twins-view .finds=${this._finds} @use=${(event) => this.#use(event.detail)} @anyway=${this.#anyway} @leave=${this.#leave}></twins-view>` : nothing}
      <form novalidate ?hidden=${this._finds !== null} @submit=${(event) => event.preventDefault()}>
        ${this.#form.sections.map((section, i) => html`<section class="panel form-section" aria-labelledby=${`section-${i}`}>
          <h2 id=${`section-${i}`}>${t(`section.${section.title}`)}</h2>
          <div class="fields">${section.fields.map((field) => html`${formField(field, [], form)}${field.note === 'proposal' ? proposal(form) : nothing}`)}</div>
          ${section.note === 'unaccounted' ? unaccounted(this._value) : nothing}
        </section>`)}
        ${this.#ending()}
      </form>
      <reason-dialog></reason-dialog>`;
  }

  #draftNote() {
    if (this._other !== undefined)
      return html`<div class="note" role="status"><p>${t(this._other ? 'draft.other' : 'draft.otherGone')}</p><p class="choices">
        ${this._other ? html`<button type="button" @click=${this.#takeOther}>${t('draft.takeOther')}</button>` : nothing}
        <button type="button" @click=${this.#keepMine}>${t('draft.keepMine')}</button></p></div>`;
    if (!this._isKept)
      return html`<p class="note" role="status">${t('draft.notKept')}</p>`;
    return this._isOld ? html`<p class="note">${t('draft.here', { at: instant(this._draftAt) })} <button type="button" @click=${this.#discard}>${t('form.discard')}</button></p>` : nothing;
  }

  #summary() {
    return html`${this._problem || this._note ? html`<div class="problems" tabindex="-1">
        ${this._note ? html`<p class="note" role="status">${this._note}</p>` : nothing}
        ${this._problem ? html`<problem-note .problem=${this._problem}></problem-note>
          ${this._problem.errors?.length ? html`<ul>${this._problem.errors.map(({ message }) => html`<li>${this.#linked(message)}</li>`)}</ul>` : nothing}
          <p>${t('form.nothingLost')}</p>
          ${this._problem.slug === 'idempotency-mismatch' ? html`<p>${t('form.sentBefore')} <button type="button" @click=${this.#asNew}>${t('form.sendAsNew')}</button></p>` : nothing}` : nothing}
      </div>` : nothing}
      ${this._errors.length ? html`<div class="problem summary" tabindex="-1" role="group" aria-labelledby="summary-title"><h2 id="summary-title">${t('form.wrong', { n: this._errors.length })}</h2>
        <ul>${this._errors.map(({ id, label, message }) => html`<li>${id ? html`<a href=${`#${id}`} @click=${(event) => this.#jump(event, id)}>${label}</a>` : label}${label ? ': ' : nothing}<span dir="auto">${message}</span></li>`)}</ul></div>` : nothing}`;
  }

  /** What the server says of a record by its kind and id leads there. */
  #linked(message) {
    const [, kind, id] = /^(event|person|organization|sanction|report) ([0-9a-f-]{36})$/.exec(message) ?? [];
    return kind ? html`<a href=${path({ kind, id })}>${word('kind', kind)} ${id}</a>` : message;
  }

  #asNew() {
    this.#key = token();
    this.#submit();
  }

  #jump(event, id) {
    event.preventDefault();
    this.#focus(document.getElementById(id));
  }

  #ending() {
    const stage = this._value.workflow ?? 'published';
    const button = (label, workflow, isMain) => html`<button type="button" class=${isMain ? 'main' : ''} aria-disabled=${this._busy ? 'true' : nothing} @click=${() => this.#submit(workflow)}>${label}</button>`;
    const stages = ['draft', 'in-review', 'published', ...this.recordId ? ['archived'] : []];
    return html`<section class="panel form-end" aria-label=${t('form.end')}>
      <div class="field"><label for="form-reason">${t('form.why')}</label>
        <input id="form-reason" type="text" autocomplete="off" dir="auto" .value=${this._reason} aria-describedby="form-reason-hint" @input=${(event) => { this._reason = event.target.value; this.#later(); }}>
        <span class="hint" id="form-reason-hint">${t('form.whyHint')}</span></div>
      <div class="choices">
        ${this.recordId ? html`${button(this.#form.hasWorkflow ? t('form.saveAs', { stage: word('workflow', this.#base.workflow ?? stage) }) : t('form.save'), this.#base.workflow, true)}
          ${this.#form.hasWorkflow ? stages.filter((one) => one !== this.#base.workflow).map((one) => button(t(`form.to.${one}`), one)) : nothing}`
        : this.#form.hasWorkflow ? stages.map((one) => button(t(`form.to.${one}`), one, one === 'published'))
        : button(t('form.save'), undefined, true)}
        ${this._busy ? html`<button type="button" @click=${() => this.#abort.abort()}>${t('cancel')}</button>` : nothing}
        ${this.recordId && !this._busy ? html`<button type="button" class="danger" @click=${this.#delete}>${t('form.delete')} …</button>` : nothing}
      </div>
      <p class="hint" role="status">${this._busy ? t(this._isSlow ? 'form.slow' : `form.busy.${this._busy}`) : this._draftAt ? t('draft.kept', { at: instant(this._draftAt) }) : ''}&nbsp;</p>
    </section>`;
  }

  #shown() {
    const { answer, records, isDeleted } = this._result;
    return html`<section class="panel written" tabindex="-1" aria-labelledby="written-title">
      <h2 id="written-title">${isDeleted ? t('written.deleted') : t(this.recordId ? 'written.changed' : 'written.new', { n: records.length })}</h2>
      ${answer ? html`<ul>${records.map((record) => html`<li><span class="kind">${word('kind', record.kind)}</span> <a href=${path(record)} dir="auto">${record.name ?? record.id}</a> <span class="hint">${word('op', record.op)}</span></li>`)}</ul>
        <p class="hint">${t('written.seq', { seq: answer.seq })}</p>` : nothing}
      <p class="choices">${answer ? html`<a href=${path(records.find(({ id }) => id === answer.id) ?? records[0])}>${t('written.open')}</a>` : nothing}
        ${isDeleted ? html`<a href="/explore">${t('explore')}</a>` : html`<button type="button" @click=${this.#again}>${t(this.recordId ? 'written.goOn' : 'written.another')}</button>`}</p>
    </section>`;
  }

  #again() {
    this.#empty();
    this.#accepted.clear();
    if (this.recordId)
      this.#begin();
    this.#lookAt('h1');
  }
}

const workflowField = { name: 'workflow', input: 'choice', vocabulary: 'workflow' };

/** The names of all records that an answer tells of. */
function collectNames(value, names) {
  if (!value || typeof value !== 'object')
    return;
  const name = value.name ?? value.title;
  if (typeof value.id === 'string' && name)
    names.set(value.id, name);
  for (const one of Object.values(value))
    collectNames(one, names);
}

customElements.define('record-form', RecordForm);
