import { Part, html, svg, nothing, ref, createRef } from '../core/element.js';
import { countryName, number } from '../core/format.js';
import { t } from '../core/text.js';

const WIDTH = 960;
const HEIGHT = 420;
const UNIT = 177;
const NORTH = 1.308;
const STEPS = 6;

/** Areas that have a shape but no number in ISO 3166-1, by what the shapes call them. */
const unnumbered = { Kosovo: 'XK', 'N. Cyprus': 'CY-NC', Somaliland: 'SO-SL' };

let shapes;

/** The outlines of the countries, projected once: [{numeric | code, d}]. */
async function load() {
  const [{ feature }, world] = await Promise.all([import('../vendor/topojson.js'), fetch(new URL('../world.json', import.meta.url)).then((answer) => answer.json())]);
  return feature(world, world.objects.countries).features
    .filter(({ id }) => id !== '010') // Antarctica: the map ends north of it.
    .map(({ id, properties, geometry }) => ({ key: id ?? unnumbered[properties.name], d: outline(geometry) }));
}

/** Equal Earth (Šavrič, Patterson and Jenny, 2018): areas keep their proportions. */
function project([lon, lat]) {
  const half = Math.sqrt(3) / 2;
  const angle = Math.asin(half * Math.sin(lat * Math.PI / 180));
  const [two, six] = [angle ** 2, angle ** 6];
  const x = lon * Math.PI / 180 * Math.cos(angle) / (half * (1.340264 - 3 * 0.081106 * two + six * (7 * 0.000893 + 9 * 0.003796 * two)));
  const y = angle * (1.340264 - 0.081106 * two + six * (0.000893 + 0.003796 * two));
  return [x * UNIT + WIDTH / 2, (NORTH - y) * UNIT];
}

function outline({ type, coordinates }) {
  const rings = (type === 'Polygon' ? [coordinates] : coordinates).flat();
  return rings.map((ring) => `M${unbroken(ring).map((point) => project(point).map((n) => n.toFixed(1)).join(' ')).join('L')}Z`).join('');
}

/** The same ring, going on beyond 180 degrees east where it crosses that line, so that it is not torn over the whole map. */
function unbroken(ring) {
  const crosses = ring.some(([lon], i) => i > 0 && Math.abs(lon - ring[i - 1][0]) > 180);
  return crosses ? ring.map(([lon, lat]) => [lon < 0 ? lon + 360 : lon, lat]) : ring;
}

/**
 * A map of the world: countries shaded by a number, and points. Who cannot see it reads the list that stands beside it.
 * Its zoom goes by buttons, by the wheel with Ctrl, and by dragging.
 */
class WorldMap extends Part {
  static properties = {
    label: {},
    /** [{code, name, numeric, value}] */
    countries: { attribute: false },
    /** The address that a country leads to: (code) => string. */
    to: { attribute: false },
    /** [{lon, lat, title, href, group}] */
    points: { attribute: false },
    /** How a value is said: (number) => string. */
    says: { attribute: false },
    _view: { state: true },
    _hovered: { state: true },
  };

  #svg = createRef();
  #drag = null;

  constructor() {
    super();
    [this.countries, this.points, this._view, this.says] = [[], [], { x: 0, y: 0, zoom: 1 }, (n) => t('events.count', { n })];
  }

  connectedCallback() {
    super.connectedCallback();
    if (!shapes)
      load().then((loaded) => {
        shapes = loaded;
        this.requestUpdate();
      }, () => {});
  }

  render() {
    const { x, y, zoom } = this._view;
    const known = new Map(this.countries.flatMap((country) => [[country.numeric, country], [country.code, country]]));
    const most = Math.max(1, ...this.countries.map((country) => country.value));
    return html`<figure class="map">
      <svg ${ref(this.#svg)} viewBox=${`${x} ${y} ${WIDTH / zoom} ${HEIGHT / zoom}`} role="group" aria-label=${this.label}
        @wheel=${this.#wheel} @pointerdown=${this.#press} @pointermove=${this.#move} @pointerup=${this.#release} @pointercancel=${this.#release}>
        ${(shapes ?? []).map(({ key, d }) => this.#shape(known.get(key), d, most))}
        ${this.points.map((point) => this.#point(point, zoom))}
      </svg>
      <div class="map-tools">
        <button type="button" aria-label=${t('map.in')} @click=${() => this.#zoom(1.6)}>+</button>
        <button type="button" aria-label=${t('map.out')} @click=${() => this.#zoom(1 / 1.6)}>−</button>
        <button type="button" ?disabled=${zoom === 1} @click=${() => this._view = { x: 0, y: 0, zoom: 1 }}>${t('map.whole')}</button>
      </div>
      <figcaption>${this._hovered ?? html`${this.countries.some(({ value }) => value) ? html`<span class="legend" aria-hidden="true">1 ${Array.from({ length: STEPS }, (_, i) => html`<i data-shade=${i + 1}></i>`)} ${number(most)}</span>` : nothing}`}</figcaption>
    </figure>`;
  }

  #shape(country, d, most) {
    const value = country?.value ?? 0;
    // Most countries have few events, and few have most: shades go by magnitude.
    const shade = value ? Math.max(1, Math.ceil(STEPS * Math.log(value + 1) / Math.log(most + 1))) : 0;
    const said = country ? `${countryName(country)}: ${this.says(value)}` : '';
    const path = svg`<path d=${d} data-shade=${shade}><title>${said}</title></path>`;
    return country && value && this.to
      ? svg`<a href=${this.to(country.code)} tabindex="-1" aria-label=${said} @pointerenter=${() => this._hovered = said} @pointerleave=${() => this._hovered = null}>${path}</a>`
      : path;
  }

  #point({ lon, lat, title, href: target, group }, zoom) {
    const [x, y] = project([lon, lat]);
    return svg`<a href=${target} tabindex="-1" aria-label=${title}><circle cx=${x} cy=${y} r=${5 / zoom ** 0.7} data-group=${group ?? 'other'}><title>${title}</title></circle></a>`;
  }

  #wheel(event) {
    if (!event.ctrlKey)
      return; // The page scrolls.
    event.preventDefault();
    this.#zoom(event.deltaY < 0 ? 1.25 : 0.8, this.#at(event));
  }

  #zoom(factor, at) {
    const { x, y, zoom } = this._view;
    const next = Math.min(24, Math.max(1, zoom * factor));
    const [cx, cy] = at ?? [x + WIDTH / zoom / 2, y + HEIGHT / zoom / 2];
    this._view = within({ x: cx - (cx - x) * zoom / next, y: cy - (cy - y) * zoom / next, zoom: next });
  }

  #at(event) {
    const box = this.#svg.value.getBoundingClientRect();
    const { x, y, zoom } = this._view;
    return [x + (event.clientX - box.left) / box.width * WIDTH / zoom, y + (event.clientY - box.top) / box.height * HEIGHT / zoom];
  }

  #press(event) {
    if (this._view.zoom > 1 && event.button === 0)
      this.#drag = { x: event.clientX, y: event.clientY, view: this._view, isMoved: false };
  }

  #move(event) {
    if (!this.#drag)
      return;
    const box = this.#svg.value.getBoundingClientRect();
    const { view } = this.#drag;
    const [dx, dy] = [event.clientX - this.#drag.x, event.clientY - this.#drag.y];
    if (!this.#drag.isMoved && Math.hypot(dx, dy) > 4) {
      this.#drag.isMoved = true;
      this.#svg.value.setPointerCapture(event.pointerId);
    }
    if (this.#drag.isMoved)
      this._view = within({ ...view, x: view.x - dx / box.width * WIDTH / view.zoom, y: view.y - dy / box.height * HEIGHT / view.zoom });
  }

  #release() {
    this.#drag = null;
  }
}

const within = ({ x, y, zoom }) => ({
  zoom,
  x: Math.min(WIDTH - WIDTH / zoom, Math.max(0, x)),
  y: Math.min(HEIGHT - HEIGHT / zoom, Math.max(0, y)),
});

customElements.define('world-map', WorldMap);

