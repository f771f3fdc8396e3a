import { Part, Reading, html, nothing } from '../core/element.js';
import { get } from '../core/api.js';
import { count, countryName, instant, when } from '../core/format.js';
import { path } from '../core/records.js';
import { asOf, href, onMove } from '../core/router.js';
import { humane, t, word } from '../core/text.js';

const LONGEST = 300;
const MANY = 8;
const MOST_VERSIONS = 20;

/** The vocabulary of a field's codes; where fields of one name have several, by what they stand in. */
const vocabularies = {
  'event.type': 'type', 'organization.type': 'organizationType', 'links.type': 'linkType', 'sanction.kinds': 'sanctionKind', 'headcounts.kind': 'headcountKind', 'otherNames.kind': 'nameKind',
  occurrence: 'occurrence', verification: 'verification', workflow: 'workflow', visibility: 'visibility', role: 'role', outcome: 'outcome', exitMode: 'exitMode', effect: 'effect',
  dimension: 'dimension', stance: 'stance', aspect: 'aspect', basis: 'basis', credibility: 'credibility',
};
const withheld = { place: () => t('withheld.place'), evidence: () => t('evidence.withheld', { n: 1 }) };
const terms = ['topics', 'commodities', 'tags', 'category'];

/** The versions of a record, the newest first: who changed what, when and why. */
class RecordHistory extends Part {
  static properties = { kind: {}, id: {}, _isWhole: { state: true } };

  #revisions = new Reading(this);
  #asked;

  connectedCallback() {
    super.connectedCallback();
    this.until(onMove(() => this.requestUpdate()));
  }

  willUpdate() {
    const asked = `${this.id}|${asOf()}`;
    if (asked === this.#asked)
      return;
    this.#asked = asked;
    this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#revisions.stop();
  }

  #read() {
    this.#revisions.start((signal) => get(`/v1${path(this)}/revisions`, { asOf: asOf() }, { signal }));
  }

  render() {
    return this.#revisions.show(({ items }) => {
      const newest = items.toReversed();
      return html`<ol class="history">${(this._isWhole ? newest : newest.slice(0, MOST_VERSIONS)).map((revision) => this.#version(revision))}</ol>
        ${!this._isWhole && newest.length > MOST_VERSIONS ? html`<button type="button" @click=${() => this._isWhole = true}>${t('history.all', { n: newest.length })}</button>` : nothing}`;
    }, { again: () => this.#read() });
  }

  #version({ version, seq, at, actor, reason, op, changes = [] }) {
    const list = html`<ul>${changes.map((change) => difference(this.kind, change))}</ul>`;
    return html`<li>
      <p><strong>${t('history.version', { version })}</strong> <span class="op" data-op=${op}>${word('op', op)}</span>
        <a href=${href(location.pathname, { asOf: seq })}><time datetime=${at}>${instant(at)}</time></a> <span class="hint">${t('history.by', { actor: actor ?? '', seq })}</span></p>
      ${reason ? html`<p dir="auto"><q>${reason}</q></p>` : nothing}
      ${changes.length > MANY ? html`<details><summary>${t('history.changes', { n: changes.length })}</summary>${list}</details>` : changes.length ? list : nothing}
    </li>`;
  }
}

/** One difference between two versions, in words. */
function difference(kind, { pointer, op, from, to }) {
  const trail = [kind, ...pointer.split('/').filter((step) => step && !/^\d+$/.test(step))];
  return html`<li data-op=${op}><strong>${place(pointer)}</strong>
    ${op === 'added' ? nothing : html`<del dir="auto">${say(from, trail)}</del>`}
    ${op === 'changed' ? html` <span aria-hidden="true">→</span> ` : nothing}
    ${op === 'removed' ? nothing : html`<ins dir="auto">${say(to, trail)}</ins>`}</li>`;
}

/** Where a difference stands: "/people/0/legalBasis" as "People named 1, Legal basis". */
const place = (pointer) => pointer.split('/').slice(1).reduce((words, step) => /^\d+$/.test(step)
  ? [...words.slice(0, -1), `${words.at(-1) ?? ''} ${Number(step) + 1}`]
  : [...words, word('field', step.replace(/~1/g, '/').replace(/~0/g, '~'))], []).join(', ');

/** A value of a record in words; the trail says in which field it stands, and in what that stands. */
function say(value, trail) {
  const text = plain(value, trail);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function plain(value, trail) {
  if (value === null || value === undefined)
    return '–';
  if (Array.isArray(value))
    return value.map((one) => plain(one, trail)).join(', ');
  if (typeof value === 'boolean')
    return t(value ? 'history.yes' : 'history.no');
  if (typeof value !== 'object')
    return code(String(value), trail);
  if (value.withheld)
    return withheld[trail.at(-1)]?.() ?? t('withheld');
  if ('precision' in value)
    return when(value);
  if ('code' in value && 'name' in value)
    return countryName(value);
  if ('low' in value && 'high' in value && Object.keys(value).length <= 3)
    return count(value);
  if (value.id && (value.title ?? value.name))
    return value.title ?? value.name;
  return Object.entries(value).map(([name, one]) => plain(one, [...trail, name])).join(' · ');
}

/** A code by its word; what is no code as it is. */
function code(text, trail) {
  const name = trail.at(-1);
  const vocabulary = vocabularies[`${trail.at(-2)}.${name}`] ?? vocabularies[name];
  return vocabulary ? word(vocabulary, text) : terms.includes(name) ? humane(text) : text;
}

customElements.define('record-history', RecordHistory);
