// Elements, numbers, glyphs, and charts that redraw at their own width. Knows nothing of the API.
const NS = 'http://www.w3.org/2000/svg';
const SVG = new Set(
  'svg g path rect circle line polyline polygon text tspan defs pattern'.split(' '));

export const $ = (selector, root = document) => root.querySelector(selector);

/** An element with attributes, listeners (`onclick`) and children; null and false are left out. */
export function h(tag, attributes, ...children) {
  const element = SVG.has(tag) ? document.createElementNS(NS, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(9).filter(child => child != null && child !== false));
  return element;
}

/** A `title` inside SVG, which is a tooltip. */
export const tip = text => {
  const element = document.createElementNS(NS, 'title');
  element.append(text);
  return element;
};

export const n = x => Number(x).toLocaleString('en-US');
export const plural = (x, one, many = one + 's') => `${n(x)} ${x === 1 ? one : many}`;
export function k(x) {
  if (x >= 1e6) return (x / 1e6).toFixed(1) + 'M';
  if (x >= 1e4) return (x / 1e3).toFixed(x >= 1e5 ? 0 : 1) + 'k';
  return n(Math.round(x * 10) / 10);
}
export function bytes(x) {
  if (x >= 2 ** 30) return (x / 2 ** 30).toFixed(1) + ' GiB';
  if (x >= 2 ** 20) return (x / 2 ** 20).toFixed(1) + ' MiB';
  return x >= 1024 ? (x / 1024).toFixed(0) + ' KiB' : plural(x, 'byte');
}
export function dur(s) {
  if (s == null || s < 0) return '–';
  if (s < 0.0095) return (s * 1000).toFixed(1) + ' ms';
  if (s < .95) return Math.round(s * 1000) + ' ms';
  if (s < 59.95) return (s < 10 ? Math.round(s * 10) / 10 : Math.round(s)) + ' s';
  s = Math.round(s);
  if (s < 3600) return Math.floor(s / 60) + ' min' + (s % 60 ? ' ' + s % 60 + ' s' : '');
  if (s < 86400) return Math.floor(s / 3600) + ' h ' + Math.round(s % 3600 / 60) + ' min';
  return Math.round(s / 86400) + ' days';
}
export const seconds = (from, to = Date.now()) =>
  (new Date(to).getTime() - new Date(from).getTime()) / 1000;
export function ago(moment) {
  if (!moment) return 'never';
  const s = Math.max(0, seconds(moment));
  if (s < 60) return `${Math.round(s)} s ago`;
  if (s < 3600) return `${Math.round(s / 60)} min ago`;
  if (s < 86400) return `${Math.round(s / 3600)} h ago`;
  const days = Math.round(s / 86400);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
/** UTC everywhere, and it says so. */
export const utc = moment =>
  moment ? moment.replace('T', ' ').replace(/\.\d+/, '').replace('Z', ' UTC') : '–';
/** A moment beside how long ago it was; the words are for people, the attribute for machines. */
export const when = moment =>
  moment ? h('time', { datetime: moment, title: utc(moment) }, ago(moment)) : h('span', {}, '–');
export const clock = s => {
  const t = Math.max(0, s);
  if (t < 10) return `+${t.toFixed(1)} s`;
  return `+${Math.floor(t / 60)}:${String(Math.floor(t % 60)).padStart(2, '0')}`;
};
/** Money stays the text that it is: no rounding on the way to the eye, only groups of three. */
export function money(text, digits) {
  if (text == null) return '–';
  const negative = String(text).startsWith('-');
  let [whole, fraction = ''] = String(text).replace('-', '').split('.');
  if (digits != null && fraction.length > digits) {
    const scaled = BigInt(whole + fraction.slice(0, digits)) + (fraction[digits] >= '5' ? 1n : 0n);
    const padded = scaled.toString().padStart(digits + 1, '0');
    whole = padded.slice(0, padded.length - digits);
    fraction = padded.slice(padded.length - digits);
  }
  if (digits != null) fraction = fraction.padEnd(digits, '0');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return (negative && /[1-9]/.test(whole + fraction) ? '−' : '') + grouped
    + (fraction ? '.' + fraction : '');
}

/** Each state has its own shape, so that colour is never the only sign. */
const stroke = (d, width = 2) =>
  h('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': width,
    'stroke-linecap': 'round' });
const SHAPE = {
  ok: () => h('circle', { cx: 6, cy: 6, r: 4.2, fill: 'currentColor' }),
  successful: () => SHAPE.ok(),
  repaired: () => h('path', { d: 'M6 .8 11.2 6 6 11.2.8 6Z', fill: 'currentColor' }),
  rejected: () => h('path', { d: 'M6 1 11.4 10.6H.6Z', fill: 'currentColor' }),
  dead: () => stroke('M2 2 10 10M10 2 2 10', 2.6),
  failed: () => SHAPE.dead(),
  running: () => h('path', { d: 'M2.5 1.2 10.8 6 2.5 10.8Z', fill: 'currentColor' }),
  waiting: () => h('circle', { cx: 6, cy: 6, r: 4, fill: 'none', stroke: 'currentColor',
    'stroke-width': 1.6 }),
  accepted: () => SHAPE.waiting(),
  dismissed: () => stroke('M2 6H10', 2.2),
  partial: () => [
    h('circle', { cx: 6, cy: 6, r: 4.4, fill: 'none', stroke: 'currentColor',
      'stroke-width': 1.5 }),
    h('path', { d: 'M6 1.6A4.4 4.4 0 0 0 6 10.4Z', fill: 'currentColor' })],
  retry: () => stroke('M9.9 7.2A4.2 4.2 0 1 1 9 3.1M9.4.6V3.6H6.4', 1.7),
  stale: () => [
    h('circle', { cx: 6, cy: 6, r: 4.6, fill: 'none', stroke: 'currentColor',
      'stroke-width': 1.5 }),
    stroke('M6 3.4V6.2L8 7.4', 1.5)],
  paused: () => stroke('M3.6 2V10M8.4 2V10', 2.2),
};
export const glyph = s =>
  h('svg', { class: 'gl ' + s, width: 12, height: 12, viewBox: '0 0 12 12',
    'aria-hidden': 'true' }, (SHAPE[s] ?? SHAPE.waiting)());
export const state = (s, text = s) => h('span', { class: 'st ' + s }, glyph(s), h('span', {}, text));
export const pill = (s, text = s) => h('span', { class: 'pill ' + s }, glyph(s), text);
/** How a job stands, in a word. */
export const jobState = job =>
  job.partial ? ['partial', 'partial success'] : [job.status, job.status];

/** Redraws `draw(width)` into `host` whenever its width changes, so that text keeps its size. */
export function chart(host, draw) {
  let last = 0;
  const go = force => {
    const width = Math.floor(host.clientWidth);
    if (width > 20 && (force || width !== last)) {
      last = width;
      host.replaceChildren(draw(width));
    }
  };
  new ResizeObserver(() => go(false)).observe(host);
  host.redraw = () => go(true);
  return host;
}
export const svg = (width, height, label, ...children) =>
  h('svg', { class: 'chart', width, height, viewBox: `0 0 ${width} ${height}`,
    ...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' }) }, children);
/** The pattern of everything that waits to be tried again; once on a page. */
export const hatch = () =>
  h('defs', {}, h('pattern', { id: 'hatch', width: 5, height: 5,
    patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  h('rect', { width: 5, height: 5, class: 'hatchbg' }),
  h('line', { x1: 1.2, y1: 0, x2: 1.2, y2: 5, class: 'hatchline' })));

export function spark(values, { w = 120, hh = 24, limit, label, cls = '' } = {}) {
  const most = Math.max(...values, limit ?? 0, 1e-9);
  const x = i => i * (w - 2) / (values.length - 1) + 1;
  const y = v => hh - 2 - v / most * (hh - 4);
  const points = values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join(' ');
  return svg(w, hh, label,
    limit != null && h('line', { x1: 0, x2: w, y1: y(limit), y2: y(limit), class: 'thr' }),
    h('polyline', { class: 'ln ' + cls, points }));
}

const SMALLEST = 3;
const GAP = 1.5;
/** One bar of parts that add up. A part never vanishes, however small, and says its number. */
export function parts(list, width, height = 8, label) {
  const total = list.reduce((sum, part) => sum + part.n, 0) || 1;
  const drawn = list.filter(part => part.n > 0)
    .map(part => ({ ...part, w: Math.max(part.n / total * width, SMALLEST) }));
  if (drawn.length) {
    const over = drawn.reduce((sum, part) => sum + part.w, 0) - width;
    drawn.reduce((a, b) => (a.w > b.w ? a : b)).w -= over + (drawn.length - 1) * GAP;
  }
  let x = 0;
  return svg(width, height, label ?? list.map(part => `${n(part.n)} ${part.word ?? part.s}`).join(', '),
    h('rect', { width, height, rx: 2, class: 'f-sunken' }),
    drawn.map(part => {
      const rect = h('rect', { x, width: Math.max(part.w, 1), height, rx: 1,
        class: 'f-' + part.s }, tip(`${part.word ?? part.s}: ${n(part.n)}`));
      x += part.w + GAP;
      return rect;
    }));
}
/** The bar of a job's items. */
export const outcome = (counts, width, height) =>
  parts([
    { s: 'ok', n: counts.ok }, { s: 'repaired', n: counts.repaired },
    { s: 'rejected', n: counts.rejected }, { s: 'dead', n: counts.dead },
    { s: 'open', n: counts.open }], width, height);

export const key = cls =>
  h('svg', { width: 12, height: 10, 'aria-hidden': 'true' },
    h('rect', { width: 12, height: 10, rx: 1, class: cls }));

/** What scrolls sideways on its own can be reached by keyboard. */
export const scroll = (label, ...children) =>
  h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, children);
export const panel = (title, right, ...body) =>
  h('section', { class: 'panel' },
    h('header', {}, h('h2', {}, title), right && h('div', { class: 'r' }, right)), body);
export const body = (...children) => h('div', { class: 'body' }, children);
export const foot = (...children) => h('p', { class: 'foot' }, children);
export const facts = pairs =>
  h('dl', { class: 'facts small' },
    pairs.filter(pair => pair && pair[1] != null && pair[1] !== '')
      .map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));

/** A table whose rows become cards where there is little room. Columns: `{t, num, vh}` or a text. */
export function table(label, columns, rows, { cls = 'cards', empty = 'Nothing here.' } = {}) {
  const head = columns.map(column => {
    const { t, num, vh } = typeof column === 'string' ? { t: column } : column;
    return h('th', { scope: 'col', class: num ? 'num' : null },
      vh ? h('span', { class: 'vh' }, t) : t);
  });
  const all = rows.flat();
  return scroll(label, h('table', { class: cls }, h('thead', {}, h('tr', {}, head)),
    h('tbody', {}, all.length
      ? all
      : h('tr', {}, h('td', { colspan: columns.length, class: 'dim' }, empty)))));
}
/** A cell that names its column where rows are cards. */
export const cell = (label, attributes, ...children) =>
  h('td', { 'data-l': label, ...attributes }, h('span', {}, children));

export const head = (title, say, ...more) =>
  h('div', { class: 'head' }, h('h1', { tabindex: -1 }, title),
    say && h('p', { class: 'say' }, say), more);

/** A command to copy, with one button. */
export function command(title, text) {
  const copy = h('button', { type: 'button', 'aria-label': 'Copy: ' + title,
    onclick: async () => {
      await navigator.clipboard?.writeText(text);
      copy.textContent = 'Copied';
    } }, 'Copy');
  return h('div', { class: 'cmd' },
    h('code', { tabindex: 0, role: 'group', 'aria-label': title }, text), copy);
}

/** Says something to who listens instead of looks. */
export function announce(text) {
  const live = $('#announce');
  if (live) live.textContent = text;
}
export const button = (text, onclick, attributes = {}) =>
  h('button', { type: 'button', onclick, ...attributes }, text);
export const field = (label, control) => h('label', { class: 'field' }, h('span', {}, label), control);

/**
 * A step before something that cannot be taken back: the exact words have to be typed.
 * `go` returns what is to be said afterwards.
 */
export function confirmBy(words, verb, go, cancel) {
  const trouble = h('p', { class: 'dead', role: 'alert' });
  const input = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false',
    'aria-label': `Type ${words} to confirm`,
    oninput: () => { act.disabled = input.value.trim() !== words; } });
  const act = h('button', { type: 'submit', class: 'primary', disabled: true }, verb);
  const form = h('form', { class: 'confirm', onsubmit: async event => {
    event.preventDefault();
    act.disabled = true;
    try {
      await go();
    } catch (problem) {
      trouble.textContent = problem.message;
      act.disabled = false;
    }
  } },
  h('div', { class: 'filters' },
    h('label', {}, 'Type ', h('code', { class: 'strong' }, words), ' to confirm: ', input), act,
    button('Cancel', cancel, { class: 'plain' })), trouble);
  form.focusInput = () => input.focus({ preventScroll: true });
  return form;
}
