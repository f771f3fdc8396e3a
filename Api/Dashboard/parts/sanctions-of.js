import { Part, html, nothing } from '../core/element.js';
import { when } from '../core/format.js';
import { path } from '../core/records.js';
import { asOf, href, setQuery } from '../core/router.js';
import { t, word } from '../core/text.js';
import { partyLink } from './facts.js';
import './paged-list.js';

/** The day on which things are told: that of asOf when it is an instant, else today (UTC). */
export function day() {
  const at = new Date(/^\d+$/.test(asOf() ?? '') ? Date.now() : asOf() ?? Date.now());
  return (Number.isNaN(at.getTime()) ? new Date() : at).toISOString().slice(0, 10);
}

/** In what state a sanction is, and since when. */
export const stateOf = ({ state, stateSince }) => html`<span class="tag" data-state=${state}>${word('state', state)}</span>${
  stateSince ? html` <span class="since">${t('date.since', { day: when(stateSince, { short: true }) })}</span>` : nothing}`;

const among = (parties) => parties.slice(0, 4).map((party, i) => html`${i ? ', ' : ''}${partyLink(party)}`);

/** One sanction in a list: its state, what it is, who restricts whom. */
export const sanctionRow = (sanction) => html`<li class="event-row" data-group="sanctions">
  <span class="date">${stateOf(sanction)}</span>
  <a href=${href(path(sanction))} dir="auto">${sanction.name}</a>
  <span class="facts"><span class="type">${sanction.kinds.map((kind) => word('sanctionKind', kind)).join(', ')}</span>
    <span>${among(sanction.senders)} → ${among(sanction.targets)}${sanction.targets.length > 4 ? ' …' : nothing}</span></span>
</li>`;

/** Sanctions against somebody and by him; those in force, or all that there ever were. */
class SanctionsOf extends Part {
  static properties = {
    /** A country's code, or an id. */
    of: {},
    query: { attribute: false },
    /** "target", "sender", or both. */
    sides: { attribute: false },
  };

  constructor() {
    super();
    this.sides = ['target', 'sender'];
  }

  render() {
    const isAll = this.query.get('sanctions') === 'all';
    return html`<section class="panel sanctions-of" aria-labelledby="sanctions-title">
      <div class="panel-head"><h2 id="sanctions-title">${t('sanctions')}</h2>
        <label>${t('sanctions.which')} <select @change=${(event) => setQuery({ sanctions: event.target.value }, { replace: true })}>
          <option value="" ?selected=${!isAll}>${t('sanctions.inForce', { day: when(day(), { short: true }) })}</option>
          <option value="all" ?selected=${isAll}>${t('sanctions.all')}</option>
        </select></label></div>
      ${this.sides.map((side) => html`<h3>${t(`sanctions.${side}`)}</h3>
        <paged-list path="/v1/sanctions" .where=${{ [side]: this.of, inForceOn: isAll ? null : day() }} limit="10" .row=${sanctionRow} .label=${t(`sanctions.${side}`)}
          .none=${t(isAll ? 'sanctions.none' : 'sanctions.noneInForce')}></paged-list>`)}
    </section>`;
  }
}

customElements.define('sanctions-of', SanctionsOf);
