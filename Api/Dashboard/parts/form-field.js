import { html, live, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { at as valueAt } from '../core/documents.js';
import { inputOf, innerOf } from '../core/forms.js';
import { t, word } from '../core/text.js';
import { inWords } from './field-words.js';
import './count-field.js';
import './date-field.js';
import './record-picker.js';
import './tags-field.js';

/*
 * Fields are drawn from their description (core/forms.js). `form` is what they stand in: {root, errors, open, set(path,
 * value), toggle(key, isOpen), remove(path, index), focus(path)}; a path leads to the value within the document. A value
 * that is a function makes the new one out of what stands there by then.
 */

/** The id of the field at a path. */
export const idOf = (path) => `at-${path.join('.')}`;

/** The label of a field. */
export const labelOf = (field) => t(`field.${field.label ?? field.name}`);

const required = (field) => field.isRequired ? html` <span class="required">${t('required')}</span>` : nothing;

/** One field with its label, its hint and what is wrong with it. */
export function formField(field, path, form) {
  const beside = valueAt(form.root, path) ?? {};
  if (field.when && !field.when(beside) && beside[field.name] === undefined)
    return nothing;
  const here = [...path, field.name ?? field.members[0]];
  const value = field.members ? beside : beside[field.name];
  const id = idOf(here);
  const errors = form.errors.get(id) ?? [];
  const own = { field, path, here, value, id, errors, form, set: (next) => form.set(field.members ? path : here, next) };
  switch (inputOf(field, beside)) {
    case 'list': return listField(own);
    case 'group': return html`<fieldset class="group" id=${id} tabindex="-1"><legend>${labelOf(field)}</legend>${hint(own)}${said(own)}${formFields(field.fields, here, form)}</fieldset>`;
    case 'either': return eitherField(own);
    case 'choices': return choicesField(own);
    case 'flag': return html`<div class="field"><label class="check"><input type="checkbox" id=${id} .checked=${live(value === true)} @change=${(event) => own.set(event.target.checked || undefined)}
      aria-describedby=${described(own)}> ${labelOf(field)}</label>${hint(own)}${said(own)}</div>`;
    case 'date': return html`<div class="field"><date-field id=${id} .label=${labelOf(field)} .isRequired=${field.isRequired ?? false} .value=${value ?? ''} .errors=${errors} .hint=${hintOf(field)}
      @write=${(event) => own.set(event.detail)}></date-field></div>`;
    case 'count': return html`<div class="field"><count-field id=${id} .label=${labelOf(field)} .low=${value?.low} .best=${value?.best} .high=${value?.high} .errors=${errors}
      @write=${(event) => own.set((now) => ({ ...now, ...event.detail }))}></count-field></div>`;
    case 'tags': return html`<div class="field"><tags-field id=${id} .label=${labelOf(field)} .vocabulary=${field.vocabulary} .value=${value ?? none} .errors=${errors}
      @write=${(event) => own.set(event.detail)}></tags-field></div>`;
    case 'country': return countryField(own);
    case 'party': return partyField(own);
    case 'record': return html`<div class="field">${picker(own, { kinds: kindsOf(field.kind), value: chosen(field.kind, value) })}${hint(own)}${value?.id ? nothing : elsewhere(field)}</div>`;
    default: return html`<div class="field" ?data-wide=${field.input === 'long' || field.isWide}><label for=${id}>${labelOf(field)}${required(field)}</label>${plainField(own)}${hint(own)}${said(own)}</div>`;
  }
}

const none = [];
const kindLists = new Map();
const kindsOf = (...kinds) => kindLists.get(kinds.join()) ?? kindLists.set(kinds.join(), kinds).get(kinds.join());

/** Some fields in a grid; what is seldom needed stands behind "More", which is open as soon as there is something in it. */
export function formFields(fields, path, form) {
  const beside = valueAt(form.root, path) ?? {};
  const more = fields.filter(({ isMore }) => isMore);
  const isUsed = more.some(({ name }) => beside[name] !== undefined || [...form.errors.keys()].some((id) => (`${id}.`).startsWith(`${idOf([...path, name])}.`)));
  return html`<div class="fields">${fields.filter(({ isMore }) => !isMore).map((field) => formField(field, path, form))}</div>
    ${more.length ? html`<details class="more" ?open=${isUsed}><summary>${t('form.more')}</summary><div class="fields">${more.map((field) => formField(field, path, form))}</div></details>` : nothing}`;
}

const hintOf = (field) => field.hint ? t(`hint.${field.hint}`) : '';
const hint = ({ field, id }) => field.hint ? html`<span class="hint" id=${`${id}-hint`}>${hintOf(field)}</span>` : nothing;
const said = ({ errors, id }) => errors.length ? html`<span class="error" id=${`${id}-error`} dir="auto">${errors.join(' ')}</span>` : nothing;
const described = ({ field, errors, id }) => [field.hint && `${id}-hint`, errors.length && `${id}-error`].filter(Boolean).join(' ') || nothing;
const states = (own) => ({ invalid: own.errors.length ? 'true' : nothing, described: described(own), required: own.field.isRequired ? 'true' : nothing });

function plainField(own) {
  const { field, value, id, set } = own;
  const { invalid, described, required } = states(own);
  const input = (event) => set(event.target.value || undefined);
  switch (inputOf(field, valueAt(own.form.root, own.path))) {
    case 'long': return html`<textarea id=${id} rows="4" dir="auto" .value=${live(value ?? '')} @input=${input} aria-invalid=${invalid} aria-describedby=${described} aria-required=${required}></textarea>`;
    case 'choice': return select(own, field.options.map((code) => [code, word(field.vocabulary, code)]), (text) => {
      set(typeof field.options[0] === 'number' && text ? Number(text) : text || undefined);
      for (const name of field.clears ?? [])
        own.form.set([...own.path, name], undefined);
    });
    case 'subject': return subjectField(own);
    case 'number': return html`<input id=${id} type="text" inputmode="decimal" .value=${live(String(value ?? ''))} @input=${input} @change=${(event) => set(toNumber(event.target.value))} aria-invalid=${invalid} aria-describedby=${described}>`;
    case 'instant': return html`<input id=${id} type="datetime-local" .value=${live(toLocal(value))} @change=${(event) => set(event.target.value ? new Date(event.target.value).toISOString() : undefined)} aria-invalid=${invalid} aria-describedby=${described}>`;
    default: return html`<input id=${id} type="text" autocomplete="off" dir="auto" .value=${live(typeof value === 'object' ? '' : value ?? '')} @input=${input} aria-invalid=${invalid} aria-describedby=${described} aria-required=${required}>`;
  }
}

function select(own, options, set) {
  const { invalid, described, required } = states(own);
  const now = own.value ?? own.field.preset ?? '';
  const known = options.some(([code]) => code === now) || now === '' ? options : [...options, [now, now]];
  return html`<select id=${own.id} @change=${(event) => set(event.target.value)} aria-invalid=${invalid} aria-describedby=${described} aria-required=${required}>
    ${own.field.preset ? nothing : html`<option value="" .selected=${live(now === '')}>${t('form.choose')}</option>`}
    ${known.map(([code, label]) => html`<option value=${code} .selected=${live(code === now)}>${label}</option>`)}</select>`;
}

/** What in the record a piece of evidence speaks of: one of what it holds, or typed where it holds nothing of the kind yet. */
function subjectField(own) {
  const options = own.field.options(valueAt(own.form.root, own.path) ?? {}, own.form.root).map(([code, label]) => [code, label ?? word('headcountKind', code)]);
  return options.length ? select(own, options, (text) => own.set(text || undefined))
    : html`<input id=${own.id} type="text" autocomplete="off" .value=${live(own.value ?? '')} @input=${(event) => own.set(event.target.value || undefined)} aria-describedby=${described(own)}>`;
}

/** A number where one was typed; else the text, which nobody shall lose. */
function toNumber(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return plain === '' ? undefined : Number.isNaN(Number(plain)) ? text : Number(plain);
}

function toLocal(text) {
  const at = new Date(text ?? NaN);
  return Number.isNaN(at.getTime()) ? '' : new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const choicesField = (own) => html`<fieldset class="field choices-field" id=${own.id} tabindex="-1" data-wide aria-describedby=${described(own)}><legend>${labelOf(own.field)}${required(own.field)}</legend>${said(own)}
  ${own.field.options.map((code) => html`<label class="check"><input type="checkbox" .checked=${live((own.value ?? none).includes(code))}
    @change=${(event) => own.set(event.target.checked ? [...own.value ?? none, code] : own.value.filter((one) => one !== code))}> ${word(own.field.vocabulary, code)}</label>`)}</fieldset>`;

const remembered = new WeakMap();
const texts = new Map();

/** What a picker shows of a reference. The same one for the same value: a new one would wipe out what is being typed. */
function chosen(kind, value) {
  if (!value)
    return null;
  if (typeof value === 'string') {
    if (!texts.has(kind + value))
      texts.set(kind + value, { kind, id: value, name: value });
    return texts.get(kind + value);
  }
  if (!remembered.has(value))
    remembered.set(value, { kind, id: value.id ?? value.code, name: value.withheld ? t('withheld') : value.name ?? value.title ?? value.id ?? value.code });
  return remembered.get(value);
}

const asReference = ({ kind, id, name }) => kind === 'country' ? { code: id, name } : ['event', 'report'].includes(kind) ? { id, title: name } : { id, name };

function picker(own, { kinds, value, takesWords = false, pick = (record) => own.set(asReference(record)), words }) {
  return html`<record-picker id=${own.id} .label=${labelOf(own.field)} .kinds=${kinds} .value=${value} ?takesWords=${takesWords} .isRequired=${own.field.isRequired ?? false}
    .error=${own.errors.join(' ') || undefined} .placeholder=${t('form.find')}
    @pick=${(event) => pick(event.detail)} @clear=${() => own.set(undefined)} @words=${(event) => words?.(event.detail)}></record-picker>`;
}

/** A country in any spelling: it is resolved when it can be, and stays as it was typed when not. */
async function resolved(text, set) {
  set(() => text);
  try {
    const { code, name } = await get('/v1/countries/resolve', { q: text });
    set((now) => now === text ? { code, name } : now);
  } catch {
    // The server says what is wrong with it when it is sent.
  }
}

const countryField = (own) => html`<div class="field">${picker(own, { kinds: kindsOf('country'), value: chosen('country', own.value), takesWords: true, words: (text) => resolved(text, own.set) })}${hint(own)}</div>`;

/** A country, an organization or a person, whichever is chosen. */
function partyField(own) {
  const { value } = own;
  const [kind] = ['country', 'organization', 'person'].filter((name) => value?.[name] !== undefined);
  const set = (kind, next) => own.set((now) => ({ ...now, country: undefined, organization: undefined, person: undefined, [kind]: typeof next === 'function' ? next(now?.[kind]) : next }));
  return html`<div class="field">${picker({ ...own, set: () => set('country', undefined) }, { kinds: kindsOf('country', 'organization', 'person'),
    value: kind ? chosen(kind, value[kind]) : value?.withheld ? chosen('person', value) : null, takesWords: true,
    pick: (record) => set(record.kind, asReference(record)), words: (text) => resolved(text, (next) => set('country', next)) })}${hint(own)}</div>`;
}

/** One on record, found by its name; or a new one, written out here and sent along. */
function eitherField(own) {
  const { field, value, id, set, here, form } = own;
  const isNew = value !== undefined && !value.id;
  const begin = (words) => {
    const [first] = innerOf(field);
    set({ [field.words ?? first.name]: words });
    form.focus([...here, first.name]);
  };
  if (!isNew)
    return html`<div class="field">${picker(own, { kinds: kindsOf(field.kind), value: chosen(field.kind, value), takesWords: Boolean(field.words), words: field.words && begin })}
      ${hint(own)}${value?.id ? nothing : html`<button type="button" class="plain" @click=${() => begin('')}>${t(`form.new.${field.kind}`)}</button>`}</div>`;
  return html`<fieldset class="group new" id=${id} tabindex="-1" data-wide><legend>${labelOf(field)}: ${t(`form.new.${field.kind}`)}</legend>${said(own)}
    ${formFields(innerOf(field), here, form)}
    <button type="button" class="plain" @click=${() => { set(undefined); form.focus(here); }}>${t('form.onRecord')}</button></fieldset>`;
}

const elsewhere = (field) => html`<span class="hint">${t('form.elsewhere')} <a href=${`/write/${field.kind}`}>${t(`form.new.${field.kind}`)}</a></span>`;

/** Entries that can be added and removed. Those of several fields are folded into a line of words. */
function listField(own) {
  const { field, value = none, id, here, form } = own;
  const add = () => {
    form.set(here, [...value, field.item && !field.item.members ? '' : {}]);
    form.toggle(idOf([...here, value.length]), true);
    form.focus([...here, value.length, ...field.item ? field.item.members ? [field.item.members[0]] : [] : [firstOf(innerOf(field))]]);
  };
  return html`<fieldset class="list-field" id=${id} tabindex="-1" data-wide aria-describedby=${described(own)}>
    <legend>${labelOf(field)}${required(field)}</legend>${hint(own)}${said(own)}
    ${value.length ? html`<ol>${value.map((entry, i) => field.item ? plainEntry(own, i) : entryOf(own, entry, i))}</ol>` : nothing}
    <button type="button" @click=${add}>${t('form.add', { what: t(`entry.${field.label ?? field.name}`) })}</button>
  </fieldset>`;
}

const firstOf = (fields) => fields[0].name ?? fields[0].members[0];

const removeButton = ({ field, here, form }, i, what) => html`<button type="button" class="plain remove" @click=${() => form.remove(here, i)} aria-label=${t('form.removeWhat', { what })}>${t('form.remove')}</button>`;

/** An entry that is one field: the field is described as if it stood at its place in the list. */
function plainEntry(own, i) {
  const path = [...own.here, i];
  const { item } = own.field;
  const drawn = item.members ? formField({ ...item }, path, own.form) : formField({ ...item, name: i, label: item.label }, own.here, own.form);
  return html`<li class="plain-entry">${drawn}${removeButton(own, i, `${t(`entry.${own.field.label ?? own.field.name}`)} ${i + 1}`)}</li>`;
}

function entryOf(own, entry, i) {
  const path = [...own.here, i];
  const id = idOf(path);
  const { form, field } = own;
  const errors = form.errors.get(id) ?? [];
  const isOpen = form.open.has(id) || [...form.errors.keys()].some((one) => one === id || one.startsWith(`${id}.`));
  const name = `${t(`entry.${field.label ?? field.name}`)} ${i + 1}`;
  const words = inWords({ input: 'group', fields: field.fields }, entry);
  return html`<li><details class="entry" ?open=${isOpen} @toggle=${(event) => event.target === event.currentTarget && event.target.open !== form.open.has(id) && form.toggle(id, event.target.open)}>
    <summary id=${id}><span class="entry-name">${name}</span> <span class="entry-words" dir="auto">${words}</span></summary>
    ${errors.length ? html`<span class="error" dir="auto">${errors.join(' ')}</span>` : nothing}
    ${isOpen ? formFields(innerOf(field), path, form) : nothing}
    ${removeButton(own, i, name)}
  </details></li>`;
}
