import { Part, Reading, html, nothing, ref, createRef, repeat, svg } from '../core/element.js';
import { get } from '../core/api.js';
import { count, countryName, period } from '../core/format.js';
import { path } from '../core/records.js';
import { asOf, href, onMove } from '../core/router.js';
import { t, word } from '../core/text.js';
import { largest, occurrence } from './event-row.js';

const DEEPEST = 5;
const MOST_NODES = 30;
const MOST_NAMED = 12;
const NARROW = '(max-width: 56rem)'; // As the style sheet has it: there are no lines then.
const FIELDS = 'id,participants,headcounts';

/**
 * What was given for what: the events that are linked with one, in columns by the side that acts, with what was agreed between
 * them; lines say how they are linked, and whether that is stated or inferred. The same stands below in words.
 */
class DealGraph extends Part {
  static properties = { id: {}, _from: { state: true }, _depth: { state: true }, _lines: { state: true } };

  #graph = new Reading(this);
  #area = createRef();
  #asked;
  #isMoved = false;
  #reached;

  constructor() {
    super();
    [this._depth, this._lines] = [2, []];
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(onMove(() => this.requestUpdate()));
    const size = new ResizeObserver(() => this.#measure());
    size.observe(this);
    this.until(() => {
      size.disconnect();
      this.#graph.stop();
    });
  }

  willUpdate() {
    if (this.#asked?.id !== this.id)
      this._depth = 2;
    if (this.#asked?.id !== this.id || this.#asked.then !== asOf())
      this._from = this.id; // Another event may not have been known then.
    const asked = { id: this.id, then: asOf(), key: `${this._from}|${asOf()}|${this._depth}` };
    if (asked.key === this.#asked?.key)
      return;
    this.#asked = asked;
    this.#graph.start(async (signal) => {
      const graph = await get(`/v1/events/${encodeURIComponent(this._from)}/graph`, { depth: this._depth, asOf: asOf() }, { signal });
      const nodes = graph.nodes.slice(0, MOST_NODES);
      const known = await Promise.all(nodes.map(({ id }) => get(`/v1/events/${id}`, { fields: FIELDS, asOf: asOf() }, { signal })));
      // One step more that brings nothing was the last one.
      const place = `${this._from}|${asOf()}`;
      const isWhole = this.#reached?.place === place && this.#reached.depth < this._depth && this.#reached.nodes === graph.nodes.length;
      this.#reached = { place, depth: this._depth, nodes: graph.nodes.length };
      return { ...arrange(nodes.map((node, i) => ({ ...node, ...known[i] })), graph.edges, graph.truncated || graph.nodes.length > MOST_NODES), isWhole };
    });
  }

  updated() {
    this.#measure();
    if (this.#isMoved && !this.#graph.isBusy) {
      this.#isMoved = false;
      this.querySelector(`[data-id="${this._from}"] a`)?.focus();
    }
  }

  #showFrom(id) {
    this.#isMoved = true;
    [this._from, this._depth] = [id, 2];
  }

  render() {
    return this.#graph.show(({ columns, edges, titles, isCut, isWhole }) => edges.length === 0 ? html`<p class="none">${t('deal.none')}</p>` : html`
      <div class="deal" ${ref(this.#area)}>
        <svg class="deal-lines" aria-hidden="true">${this._lines.map(({ d, x, y, edge }) => svg`<path d=${d} data-basis=${edge.basis} data-type=${edge.type}></path>${
          edges.length <= MOST_NAMED && !edge.isTrade ? svg`<text x=${x} y=${y} text-anchor="middle">${word('linkType', edge.type)}</text>` : nothing}`)}</svg>
        ${columns.map(({ heading, nodes, trades = [] }) => html`<section class="deal-side">
          <h3>${heading}</h3>
          <ol>${trades.map(({ id }) => html`<li class="deal-trade" data-id=${id}>⇄ ${word('linkType', 'in-exchange-for')}</li>`)}${repeat(nodes, ({ id }) => id, (node) => this.#card(node))}</ol>
        </section>`)}
      </div>
      <p class="deal-legend hint" aria-hidden="true"><span class="line" data-basis="stated"></span> ${t('basis.stated')} <span class="line" data-basis="inferred"></span> ${t('basis.inferred')}</p>
      <p class="choices">${isWhole ? html`<span class="hint">${t('deal.whole')}</span>` : this._depth < DEEPEST ? html`<button type="button" aria-disabled=${this.#graph.isBusy ? 'true' : nothing} @click=${() => this.#graph.isBusy || this._depth++}>${t('deal.expand')}</button>` : nothing}
        ${this._from === this.id ? nothing : html`<button type="button" @click=${() => this.#showFrom(this.id)}>${t('deal.back')}</button>`}
        ${isCut ? html`<span class="hint">${t('deal.cut')}</span>` : nothing}</p>
      <details ?open=${edges.length > MOST_NAMED || matchMedia(NARROW).matches}><summary>${t('deal.words', { n: edges.length })}</summary><ul class="deal-words">${edges.map((edge) => html`<li>
        <bdi>${titles.get(edge.from)}</bdi> <strong>${word('linkType', edge.type)}</strong> <bdi>${titles.get(edge.to)}</bdi> <span class="hint">(${t(`basis.${edge.basis}`)})</span></li>`)}</ul></details>`,
    { again: () => { this.#asked = null; this.requestUpdate(); } });
  }

  #card(node) {
    const whole = largest(node);
    return html`<li class="deal-card" data-id=${node.id} data-group=${node.group} data-here=${node.id === this.id}>
      <span class="type">${word('type', node.type)}</span>
      <a href=${href(path({ kind: 'event', id: node.id }))} dir="auto" aria-current=${node.id === this.id ? 'true' : nothing}>${node.title}</a>
      <span class="hint">${period(node.start, node.end, { short: true })}${whole ? html` · ${t('people.count', { count: count(whole) })}` : nothing} ${occurrence(node)}</span>
      ${node.id === this._from ? nothing : html`<button type="button" class="plain" aria-label=${`${t('deal.from')}: ${node.title}`} @click=${() => this.#showFrom(node.id)}>${t('deal.from')}</button>`}
    </li>`;
  }

  /** Lines from card to card, as the browser has laid them out. */
  #measure() {
    const area = this.#area.value;
    const edges = this.#graph.value?.lines ?? [];
    if (!area?.isConnected)
      return;
    const frame = area.getBoundingClientRect();
    const boxes = new Map([...area.querySelectorAll('[data-id]')].map((card) => [card.dataset.id, card.getBoundingClientRect()]));
    const lines = edges.filter(({ from, to }) => boxes.has(from) && boxes.has(to)).map((edge) => ({ edge, ...curve(boxes.get(edge.from), boxes.get(edge.to), frame) }));
    if (JSON.stringify(lines) !== JSON.stringify(this._lines))
      this._lines = lines;
  }
}

/** A curve between two cards: across when they stand in different columns, round the outer side when in the same. */
function curve(a, b, frame) {
  const middle = ({ top, height }) => top + height / 2 - frame.top;
  const [y1, y2] = [middle(a), middle(b)];
  if (Math.abs(a.left - b.left) < 8) {
    const isLeft = a.left - frame.left < frame.width / 4;
    const [x, bend] = isLeft ? [a.left - frame.left, -40] : [a.right - frame.left, 40];
    return { d: `M${x} ${y1}C${x + bend} ${y1} ${x + bend} ${y2} ${x} ${y2}`, x: x + bend, y: (y1 + y2) / 2 + 4 };
  }
  const [x1, x2] = a.left < b.left ? [a.right - frame.left, b.left - frame.left] : [a.left - frame.left, b.right - frame.left];
  const half = (x1 + x2) / 2;
  return { d: `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`, x: half, y: (y1 + y2) / 2 - 4 };
}

/** The nodes in columns: one side, what was agreed, the other side. */
function arrange(nodes, edges, isCut) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const actors = new Map(nodes.map((node) => [node.id, actorsOf(node)]));
  const exchange = edges.find(({ type, from, to }) => type === 'in-exchange-for' && byId.has(from) && byId.has(to));
  const sides = exchange ? [actors.get(exchange.from)[0], actors.get(exchange.to)[0]] : mostFrequent(nodes.filter(isAct).flatMap(({ id }) => actors.get(id)));
  const sideOf = (node) => isAct(node) ? sides.findIndex((side) => side && actors.get(node.id).some(({ code }) => code === side.code)) : -1;
  const of = (side) => nodes.filter((node) => sideOf(node) === side).sort((a, b) => (a.start.latest ?? a.start.earliest ?? '').localeCompare(b.start.latest ?? b.start.earliest ?? ''));
  const shown = edges.filter(({ from, to }) => byId.has(from) && byId.has(to));
  // What stands on both sides is joined in the middle, where the eye looks for it.
  const trades = shown.filter(({ type, from, to }) => type === 'in-exchange-for' && sideOf(byId.get(from)) + sideOf(byId.get(to)) === 1 && sideOf(byId.get(from)) !== -1 && sideOf(byId.get(to)) !== -1)
    .map((edge) => ({ id: `${edge.from}|${edge.to}`, edge }));
  return {
    columns: [
      { heading: sides[0] ? t('deal.gave', { name: countryName(sides[0]) }) : '', nodes: of(0) },
      { heading: t('deal.between'), nodes: of(-1), trades },
      { heading: sides[1] ? t('deal.gave', { name: countryName(sides[1]) }) : '', nodes: of(1) },
    ].filter((column) => column.nodes.length || column.trades?.length),
    edges: shown,
    lines: shown.flatMap((edge) => {
      const trade = trades.find((one) => one.edge === edge);
      return trade ? [{ ...edge, to: trade.id, isTrade: true }, { ...edge, from: trade.id, isTrade: true }] : [edge];
    }),
    titles: new Map(nodes.map(({ id, title }) => [id, title])),
    isCut,
  };
}

/** What is agreed or talked about is nobody's gift. */
const isAct = ({ group }) => group !== 'diplomacy';

/** The countries that act in an event, or on whose behalf others do. */
function actorsOf({ participants = [] }) {
  const found = new Map();
  for (const { role, country, onBehalfOf } of participants) {
    const one = onBehalfOf ?? country;
    if (role === 'actor' && one)
      found.set(one.code, one);
  }
  return [...found.values()];
}

function mostFrequent(countries) {
  const numbers = Map.groupBy(countries, ({ code }) => code);
  return [...numbers.values()].sort((a, b) => b.length - a.length).slice(0, 2).map(([one]) => one);
}

customElements.define('deal-graph', DealGraph);
