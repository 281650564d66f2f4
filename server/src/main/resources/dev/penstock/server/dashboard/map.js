// A plain map: shapes of a collection, and the points where something went wrong. No tiles, no library.
import { h, button, chart, foot, n, panel, plural, state, svg, tip } from './kit.js';
import { get } from './api.js';

const MOST = 1000;
const HEIGHT = 430;

/** The box around positions, a little wider than they are. */
function around(boxes) {
  let [w, s, e, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [a, b, c, d] of boxes) {
    w = Math.min(w, a);
    s = Math.min(s, b);
    e = Math.max(e, c);
    north = Math.max(north, d);
  }
  if (!Number.isFinite(w)) return [-180, -85, 180, 85];
  const pad = Math.max((e - w) * .04, (north - s) * .04, 0.0005);
  return [w - pad, s - pad, e + pad, north + pad];
}

class View {
  constructor(home) {
    this.home = home;
    this.box = home;
  }

  zoom(factor, [x, y] = [.5, .5]) {
    const [w, s, e, north] = this.box;
    const lon = w + (e - w) * x;
    const lat = north - (north - s) * y;
    this.box = [lon - (lon - w) * factor, lat - (lat - s) * factor, lon + (e - lon) * factor, lat + (north - lat) * factor];
  }

  move(x, y) {
    const [w, s, e, north] = this.box;
    this.box = [w + (e - w) * x, s + (north - s) * y, e + (e - w) * x, north + (north - s) * y];
  }

  /** Positions to the screen: equirectangular, true in the middle of the view. */
  frame(width) {
    const [w, s, e, north] = this.box;
    const kx = Math.max(.02, Math.cos(Math.max(-85, Math.min(85, (s + north) / 2)) * Math.PI / 180));
    const height = Math.max(200, Math.min(HEIGHT, Math.round(width * (north - s) / ((e - w) * kx))));
    const scale = Math.min(width / ((e - w) * kx), height / (north - s));
    const ox = (width - (e - w) * kx * scale) / 2;
    const oy = (height - (north - s) * scale) / 2;
    return { width, height, scale, at: ([lon, lat]) => [ox + (lon - w) * kx * scale, oy + (north - lat) * scale],
      lonlat: (x, y) => [w + (x - ox) / (kx * scale), north - (y - oy) / scale] };
  }

  bbox() {
    const [w, s, e, north] = this.box;
    return [Math.max(-180, w), Math.max(-90, s), Math.min(180, e), Math.min(90, north)].map(x => +x.toFixed(6)).join(',');
  }
}

/**
 * The panel. `collection` may be null: then there are only points. `total` is how many errors there
 * are in all, with a place or without one.
 */
export function mapPanel({ collection, errors = [], total = 0, bbox, title = 'Where it happened', context, onfeatures = () => {} }) {
  const view = new View(bbox ?? around(errors.map(error => [...error.at, ...error.at])));
  const shown = { shapes: true, errors: true };
  let page = { features: [], more: false };
  let asked = 0;
  const note = foot('');
  const drawing = w => draw(view, shown.shapes ? page.features : [], shown.errors ? errors : [], w);
  const host = chart(h('div', { class: 'map', tabindex: 0, role: 'application', 'aria-label': `Map${collection ? ` of ${collection}` : ''}. Arrow keys move, plus and minus zoom, 0 shows all.` }), drawing);
  const moved = () => {
    host.redraw();
    load();
  };
  async function load() {
    if (!collection) return say();
    const turn = ++asked;
    try {
      const fresh = await get(`/v1/collections/${encodeURIComponent(collection)}/items?limit=${MOST}&bbox=${view.bbox()}`, { signal: context.signal });
      if (turn !== asked) return;
      page = { features: fresh.features ?? [], more: fresh.links.some(link => link.rel === 'next') };
      onfeatures(page.features);
      host.redraw();
      say();
    } catch (trouble) {
      if (context.signal.aborted) return;
      note.replaceChildren(h('span', { class: 'dead' }, trouble.message));
    }
  }
  const say = () => note.replaceChildren([
    collection ? `${plural(page.features.length, 'feature')} in view${page.more ? `, the first ${n(MOST)}; zoom in to see the rest` : ''}. ` : '',
    total ? `${n(errors.length)} of ${plural(total, 'reject')} ${errors.length === 1 ? 'has' : 'have'} a position here.` : ''].join(''));
  steer(host, view, moved);
  const toggle = (what, mark, text) => {
    const chip = button('', () => {
      shown[what] = !shown[what];
      chip.setAttribute('aria-pressed', String(shown[what]));
      host.redraw();
    }, { class: 'chip', 'aria-pressed': 'true' });
    chip.append(state(mark, text));
    return chip;
  };
  const controls = h('div', { class: 'filters' },
    collection ? toggle('shapes', 'ok', 'features') : null, errors.length ? toggle('errors', 'rejected', `${n(errors.length)} rejected`) : null,
    button('+', () => { view.zoom(.5); moved(); }, { 'aria-label': 'Zoom in', class: 'square' }),
    button('−', () => { view.zoom(2); moved(); }, { 'aria-label': 'Zoom out', class: 'square' }),
    button('All', () => { view.box = view.home; moved(); }, { 'aria-label': 'Show all' }));
  const fresh = panel(title, controls, host, note);
  say();
  begin();
  return fresh;

  async function begin() {
    if (collection && !bbox) {
      const known = await get('/v1/collections/' + encodeURIComponent(collection), { signal: context.signal }).catch(() => null);
      if (known?.bbox) {
        view.home = view.box = around([known.bbox, ...errors.map(error => [...error.at, ...error.at]).filter(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)]);
        host.redraw();
      }
    }
    await load();
  }
}

function steer(host, view, moved) {
  const keys = { ArrowLeft: () => view.move(-.2, 0), ArrowRight: () => view.move(.2, 0), ArrowUp: () => view.move(0, .2), ArrowDown: () => view.move(0, -.2),
    '+': () => view.zoom(.5), '=': () => view.zoom(.5), '-': () => view.zoom(2), 0: () => { view.box = view.home; } };
  host.addEventListener('keydown', event => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
    moved();
  });
  let from = null;
  host.addEventListener('pointerdown', event => {
    from = [event.clientX, event.clientY];
    host.setPointerCapture(event.pointerId);
  });
  host.addEventListener('pointermove', event => {
    if (!from) return;
    const frame = view.frame(host.clientWidth);
    const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
    if (Math.abs(x) + Math.abs(y) < 3) return;
    from = [event.clientX, event.clientY];
    const [w, s, e, north] = view.box;
    const kx = frame.lonlat(1, 0)[0] - frame.lonlat(0, 0)[0];
    const ky = 1 / frame.scale;
    view.box = [w - x * kx, s + y * ky, e - x * kx, north + y * ky];
    host.redraw();
  });
  const up = () => {
    if (from) moved();
    from = null;
  };
  host.addEventListener('pointerup', up);
  host.addEventListener('pointercancel', up);
  host.addEventListener('wheel', event => {
    if (!event.ctrlKey && document.activeElement !== host) return;
    event.preventDefault();
    const area = host.getBoundingClientRect();
    view.zoom(event.deltaY > 0 ? 1.25 : .8, [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height]);
    moved();
  }, { passive: false });
}

function draw(view, features, errors, width) {
  const frame = view.frame(width);
  const { height, at } = frame;
  const shapes = features.map(feature => shape(feature, at)).filter(Boolean);
  const points = errors.map(error => {
    const [x, y] = at(error.at);
    return x < -9 || y < -9 || x > width + 9 || y > height + 9 ? null
      : h('path', { class: 'pt f-rejected', d: `M${x.toFixed(1)} ${(y - 5).toFixed(1)}l5.2 9h-10.4Z` }, tip(`${error.code}: ${error.message}`));
  });
  return svg(width, height, `Map with ${plural(features.length, 'feature')} and ${plural(errors.length, 'error point')}`,
    h('rect', { width, height, class: 'land' }), graticule(view, frame), shapes, points, scaleBar(frame));
}

/** Corners closer than a pixel to the one before are left out; a jump over the date line is no edge. */
function line(positions, at) {
  let [lastX, lastY, lastLon] = [NaN, NaN, NaN];
  let path = '';
  positions.forEach((position, i) => {
    const [x, y] = at(position);
    const jump = Math.abs(position[0] - lastLon) > 180;
    if (!jump && i < positions.length - 1 && Math.abs(x - lastX) < 1 && Math.abs(y - lastY) < 1) return;
    path += (path === '' || jump ? 'M' : 'L') + x.toFixed(1) + ' ' + y.toFixed(1);
    [lastX, lastY, lastLon] = [x, y, position[0]];
  });
  return path;
}

/** Closed, unless it crosses the date line. */
function outline(ring, at) {
  const path = line(ring, at);
  return path.lastIndexOf('M') > 0 ? path : path + 'Z';
}

function shape(feature, at) {
  const label = () => tip(`${feature.id ?? ''} ${Object.values(feature.properties ?? {}).find(value => typeof value === 'string') ?? ''}`.trim() || feature.geometry.type);
  const g = feature.geometry;
  if (!g) return null;
  switch (g.type) {
    case 'Point': return dot(at(g.coordinates), label());
    case 'MultiPoint': return h('g', {}, g.coordinates.map(p => dot(at(p), label())));
    case 'LineString': return h('path', { class: 'way', d: line(g.coordinates, at) }, label());
    case 'MultiLineString': return h('path', { class: 'way', d: g.coordinates.map(each => line(each, at)).join('') }, label());
    case 'Polygon': return h('path', { class: 'area', 'fill-rule': 'evenodd', d: g.coordinates.map(ring => outline(ring, at)).join('') }, label());
    case 'MultiPolygon': return h('path', { class: 'area', 'fill-rule': 'evenodd', d: g.coordinates.flat().map(ring => outline(ring, at)).join('') }, label());
    case 'GeometryCollection': return h('g', {}, g.geometries.map(each => shape({ ...feature, geometry: each }, at)));
    default: return null;
  }
}
const dot = ([x, y], label) => h('circle', { class: 'spotpt', cx: x.toFixed(1), cy: y.toFixed(1), r: 3 }, label);

const DEGREES = [.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 20, 30, 60];
function graticule(view, { width, height, at }) {
  const [w, s, e, north] = view.box;
  const step = DEGREES.find(each => (e - w) / each <= 6) ?? 60;
  const digits = step < 1 ? String(step).split('.')[1].length : 0;
  const lines = [];
  const named = (value, plus, minus) => `${Math.abs(value).toFixed(digits)}°${value > 0 ? ' ' + plus : value < 0 ? ' ' + minus : ''}`;
  for (let lon = Math.ceil(w / step) * step; lon < e; lon += step) {
    const [x] = at([lon, s]);
    if (Math.abs(lon) > 180 + 1e-9) continue;
    lines.push(h('line', { x1: x, x2: x, y1: 0, y2: height, class: 'axl' }), h('text', { x: x + 3, y: height - 4, class: 'ax' }, named(lon, 'E', 'W')));
  }
  for (let lat = Math.ceil(s / step) * step; lat < north; lat += step) {
    const [, y] = at([w, lat]);
    if (Math.abs(lat) > 90 + 1e-9) continue;
    lines.push(h('line', { x1: 0, x2: width, y1: y, y2: y, class: 'axl' }), h('text', { x: 3, y: y - 3, class: 'ax' }, named(lat, 'N', 'S')));
  }
  return lines;
}

const METRES_A_DEGREE = 111_320;
function scaleBar({ width, scale }) {
  const rough = 90 / scale * METRES_A_DEGREE;
  const power = 10 ** Math.floor(Math.log10(rough));
  const metres = [5, 2, 1].map(each => each * power).find(each => each <= rough) ?? power;
  const long = metres / METRES_A_DEGREE * scale;
  const text = metres >= 1000 ? `${n(metres / 1000)} km` : `${n(metres)} m`;
  return [h('path', { d: `M${width - 12 - long} 14v5h${long}v-5`, fill: 'none', class: 'axs' }),
    h('text', { x: width - 12 - long / 2, y: 15, 'text-anchor': 'middle', class: 'lab' }, text)];
}
