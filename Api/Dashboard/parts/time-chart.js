import { Part, html, ref, createRef } from '../core/element.js';
import { groups } from '../core/filters.js';
import { number, when } from '../core/format.js';
import { t, word } from '../core/text.js';

let loading;

/** The library of charts, read when the first chart is shown. */
const library = () => loading ??= import('../vendor/echarts.js');

/** Whether the pointer is a finger: what it draws over a chart is meant for the page. */
const isFinger = () => matchMedia('(pointer: coarse)').matches;

/** A colour of the page, as the theme has it now, in a form that a canvas takes. */
export function colour(name) {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = `var(${name})`;
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/**
 * Numbers over time as stacked bars, one colour for each series. A range is chosen by drawing over it: tells `range` with
 * {from, to}, the first and last bucket. The same numbers stand in a table below, for who reads instead.
 */
class TimeChart extends Part {
  static properties = {
    label: {},
    /** The rows of a series, layout wide: [{bucket, start, …}], oldest first. */
    items: { attribute: false },
    /** The members of a row that are drawn: [{name, label, group}]. */
    series: { attribute: false },
    isOpen: { state: true },
  };

  #box = createRef();
  #chart;

  constructor() {
    super();
    [this.items, this.series] = [[], []];
  }

  connectedCallback() {
    super.connectedCallback();
    const redraw = () => this.#draw();
    addEventListener('theme', redraw);
    this.until(() => removeEventListener('theme', redraw));
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', redraw);
    this.until(() => dark.removeEventListener('change', redraw));
    const size = new ResizeObserver(() => this.#chart?.resize());
    size.observe(this);
    this.until(() => size.disconnect());
    this.until(() => {
      this.#chart?.dispose();
      this.#chart = null;
    });
  }

  render() {
    return html`<figure class="chart">
      <div class="canvas" ${ref(this.#box)} role="img" aria-label=${this.label}></div>
      <details ?open=${this.isOpen} @toggle=${(event) => this.isOpen = event.target.open}>
        <summary>${t('chart.numbers')}</summary>
        ${this.isOpen ? html`<div class="wide" tabindex="0" role="region" aria-label=${this.label}><table>
          <thead><tr><th scope="col">${t('chart.when')}</th>${this.series.map(({ label }) => html`<th scope="col" class="n">${label}</th>`)}</tr></thead>
          <tbody>${this.items.filter((row) => this.series.some(({ name }) => row[name])).map((row) => html`<tr>
            <th scope="row"><button type="button" class="plain" @click=${() => this.#tell(row, row)}>${bucket(row.bucket)}</button></th>
            ${this.series.map(({ name, group }) => html`<td class="n">${row[name] ? html`<button type="button" class="plain" @click=${() => this.#tell(row, row, name === group ? { group } : {})}>${number(row[name])}</button>` : number(0)}</td>`)}</tr>`)}</tbody>
        </table></div>` : ''}
      </details>
    </figure>`;
  }

  updated() {
    this.#draw();
  }

  async #draw() {
    const { init } = await library();
    const box = this.#box.value;
    if (!box?.isConnected)
      return;
    if (!this.#chart) {
      this.#chart = init(box, null, { renderer: 'canvas' });
      if (!isFinger()) {
        this.#chart.on('brushEnd', ({ areas }) => this.#choose(areas[0]?.coordRange));
        this.#chart.on('click', ({ dataIndex }) => this.#choose([dataIndex, dataIndex]));
      }
    }
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#chart.dispatchAction({ type: 'hideTip' }); // It would speak of what is gone.
    this.#chart.setOption({
      animation: !isStill,
      animationDuration: 200,
      aria: { enabled: false }, // The label and the table say it.
      textStyle: { fontFamily: 'inherit', color: colour('--ink') },
      grid: { left: 8, right: 8, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: colour('--ink') }, inactiveColor: colour('--faint') },
      tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, backgroundColor: colour('--raised'), borderColor: colour('--line'), textStyle: { color: colour('--ink') } },
      xAxis: { type: 'category', data: this.items.map((row) => bucket(row.bucket)), axisLine: { lineStyle: { color: colour('--line') } }, axisLabel: { color: colour('--soft') }, axisTick: { show: false } },
      yAxis: { type: 'value', minInterval: 1, axisLabel: { color: colour('--soft'), formatter: (n) => number(n) }, splitLine: { lineStyle: { color: colour('--line') } } },
      brush: { xAxisIndex: 0, brushType: 'lineX', brushMode: 'single', toolbox: [], throttleType: 'debounce', brushStyle: { color: 'rgba(128,128,128,0.2)', borderColor: colour('--accent') } },
      series: this.series.map(({ name, label, group }) => ({
        name: label, type: 'bar', stack: 'all', barMaxWidth: 48, barMinWidth: 1, barCategoryGap: '12%', itemStyle: { color: colour(`--${group ?? 'accent'}`) }, data: this.items.map((row) => row[name] ?? 0),
      })),
    }, { replaceMerge: ['series'] });
    if (!isFinger())
      this.#chart.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType: 'lineX', brushMode: 'single' } });
  }

  #choose(range) {
    if (!range)
      return;
    const [first, last] = range.map((i) => this.items[Math.min(this.items.length - 1, Math.max(0, i))]);
    this.#chart.dispatchAction({ type: 'brush', areas: [] });
    if (first && last)
      this.#tell(first, last);
  }

  /** @param more what else was chosen, such as the group of a number */
  #tell(first, last, more = {}) {
    this.dispatchEvent(new CustomEvent('range', { detail: { from: asDate(first, false), to: asDate(last, true), ...more }, bubbles: true }));
  }
}

/** A bucket in words: "2025", "December 2025", "Q3 2021", a week by its first day. */
function bucket(text) {
  const quarter = /^(\d+)-Q(\d)$/.exec(text);
  return quarter ? t('date.quarter', { year: quarter[1], quarter: quarter[2] }) : /W/.test(text) ? text : when(text, { short: true });
}

/** A bucket as the API takes it in from= and to=. */
function asDate({ bucket: text, start }, isEnd) {
  if (/W/.test(text))
    return isEnd ? new Date(Date.parse(start) + 6 * 86_400_000).toISOString().slice(0, 10) : start;
  const quarter = /^(\d+)-Q(\d)$/.exec(text);
  return quarter ? `${quarter[1]}-${String(quarter[2] * 3 - (isEnd ? 0 : 2)).padStart(2, '0')}` : text;
}

/** The series of a chart by group, in their order and colours. */
export const byGroup = (items) => groups
  .filter((group) => items.some((row) => row[group]))
  .map((group) => ({ name: group, label: word('group', group), group }));

customElements.define('time-chart', TimeChart);
