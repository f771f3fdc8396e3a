import { Part, html, nothing, ref, createRef } from '../core/element.js';
import { count, countryName, likely, when } from '../core/format.js';
import { path } from '../core/records.js';
import { href } from '../core/router.js';
import { humane, t } from '../core/text.js';
import { countryLink } from './facts.js';
import { colour } from './time-chart.js';

/** Where those went who were released: a picture of the flow, and the same as a table; also those who are not accounted for. */
class PeopleFlow extends Part {
  static properties = {
    /** As /v1/prisoner-releases/{id} gives it. */
    release: { attribute: false },
  };

  #box = createRef();
  #chart;

  connectedCallback() {
    super.connectedCallback();
    const redraw = () => this.#draw();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    addEventListener('theme', redraw);
    dark.addEventListener('change', redraw);
    const size = new ResizeObserver(() => this.#chart?.resize());
    size.observe(this);
    this.until(() => {
      removeEventListener('theme', redraw);
      dark.removeEventListener('change', redraw);
      size.disconnect();
      this.#chart?.dispose();
      this.#chart = null;
    });
  }

  render() {
    const { released, destinations, unaccounted } = this.release;
    return html`${this.#links().length ? html`<div class="flow" ${ref(this.#box)} role="img" aria-label=${t('flow.label')}></div>` : nothing}
      <div class="wide" tabindex="0" role="region" aria-label=${t('flow.label')}><table>
        <thead><tr><th scope="col">${t('flow.to')}</th><th scope="col" class="n">${t('flow.people')}</th><th scope="col">${t('flow.among')}</th><th scope="col">${t('kind.event')}</th></tr></thead>
        <tbody>
          <tr><th scope="row">${t('flow.released')}</th><td class="n">${count(released ?? {})}</td><td></td><td></td></tr>
          ${destinations.map((one) => html`<tr><th scope="row">${countryLink(one.to)}</th><td class="n">${count(one.received ?? {})}</td>
            <td>${one.subsets.map((subset) => html`<div dir="auto">${subset.label ?? humane(subset.category ?? '')}${likely(subset.count) === null ? nothing : html`: ${count(subset.count)}`}</div>`)}</td>
            <td>${one.event ? html`<a href=${href(path({ kind: 'event', id: one.event.id }))}>${when(one.start ?? one.event.start, { short: true })}</a>` : nothing}</td></tr>`)}
          ${unaccounted && likely(unaccounted) !== null ? html`<tr class="unaccounted-row"><th scope="row">${t('flow.unaccounted')}</th><td class="n">${count(unaccounted)}</td><td></td><td></td></tr>` : nothing}
        </tbody></table></div>`;
  }

  #links() {
    const { destinations, unaccounted } = this.release;
    return [...destinations.map((one) => ({ to: countryName(one.to), people: one.received })), { to: t('flow.unaccounted'), people: unaccounted, isOpen: true }]
      .map(({ to, people, isOpen }) => ({ target: `${to}: ${count(people ?? {})}`, value: likely(people) || people?.high, isOpen })).filter(({ value }) => value);
  }

  updated() {
    this.#draw();
  }

  async #draw() {
    const box = this.#box.value;
    if (!box)
      return;
    const { init } = await import('../vendor/echarts.js');
    if (!box.isConnected)
      return;
    if (this.#chart?.getDom() !== box) {
      this.#chart?.dispose();
      this.#chart = init(box, null, { renderer: 'canvas' });
    }
    const links = this.#links();
    const from = `${t('flow.released')}: ${count(this.release.released ?? {})}`;
    this.#chart.setOption({
      animation: false,
      tooltip: { renderMode: 'richText', backgroundColor: colour('--raised'), borderColor: colour('--line'), textStyle: { color: colour('--ink') } },
      series: [{
        type: 'sankey', left: 8, right: 170, top: 12, bottom: 20, nodeWidth: 14, nodeGap: 24, draggable: false, emphasis: { disabled: true },
        label: { color: colour('--ink'), fontSize: 13, lineHeight: 16, width: 158, overflow: 'break' },
        lineStyle: { color: 'source', opacity: 0.3, curveness: 0.5 },
        data: [{ name: from, itemStyle: { color: colour('--custody') } }, ...links.map(({ target, isOpen }) => ({ name: target, itemStyle: { color: colour(isOpen ? '--faint' : '--accent') } }))],
        links: links.map(({ target, value }) => ({ source: from, target, value })),
      }],
    }, true);
  }
}

customElements.define('people-flow', PeopleFlow);
