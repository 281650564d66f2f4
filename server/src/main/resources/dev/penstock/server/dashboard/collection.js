// One collection: its map with the points where its job rejected something, and its features.
import { h, body, facts, foot, head, n, panel, plural, table, utc } from './kit.js';
import { get, lines } from './api.js';
import { href } from './app.js';
import { mapPanel } from './map.js';

const ROWS = 15;
const ERRORS = 500;

export default async function collection(main, context) {
  const { names: [id], signal, title } = context;
  title(id);
  const known = await get('/v1/collections/' + encodeURIComponent(id), { signal });
  const job = await get('/v1/jobs/' + known.job, { signal }).catch(() => null);
  const rejects = job?.counts.rejected ? await lines(`/v1/jobs/${job.id}/rejects`, ERRORS, signal) : [];
  const errors = rejects.filter(reject => reject.at && Math.abs(reject.at[0]) <= 180 && Math.abs(reject.at[1]) <= 90);
  const rows = h('div');
  const map = mapPanel({ collection: id, errors, total: job?.counts.rejected ?? 0, bbox: known.bbox && widened(known.bbox), title: 'Map', context, onfeatures: features => rows.replaceChildren(featureTable(features)) });
  const box = known.bbox?.map(x => +x.toFixed(5)).join(', ');
  const site = location.origin;
  main.append(h('div', { class: 'head' }, h('div', { class: 'crumb' }, h('a', { href: href('collections') }, 'Collections'), h('span', {}, `generation ${known.generation}`)), h('h1', { tabindex: -1 }, id),
    h('p', { class: 'say' }, `${plural(known.features, 'feature')} published `, utc(known.published), job?.counts.rejected ? ['; its job ', h('span', { class: 'rejected' }, `rejected ${n(job.counts.rejected)}`)] : '', '.')),
  h('div', { class: 'grid' }, h('div', { class: 'c8 stack' }, map, rows), h('div', { class: 'c4 stack' }, panel('Collection', null, body(facts([['Job', h('a', { class: 'mono', href: href('jobs', known.job) }, known.job)], ['Stored in', known.storageCrs], ['Box', box], ['Features', n(known.features)], ['GeoJSON', h('span', { class: 'mono wrap' }, `${site}/v1/collections/${encodeURIComponent(id)}/items`)], ['In a GIS', h('span', { class: 'mono wrap' }, `${site}/ogc`)]]))))));
}

const widened = ([w, s, e, north]) => {
  const pad = Math.max((e - w) * .03, (north - s) * .03, 0.0005);
  return [w - pad, s - pad, e + pad, north + pad];
};

function featureTable(features) {
  const names = [...new Set(features.slice(0, 50).flatMap(feature => Object.keys(feature.properties ?? {})))].slice(0, 4);
  return panel('Features in view', null, table('Features in view', ['Id', 'Geometry', ...names], features.slice(0, ROWS).map(feature => h('tr', {}, h('td', { class: 'strong' }, String(feature.id ?? '–')), h('td', { 'data-l': 'Geometry' }, feature.geometry?.type ?? 'none'),
    names.map(name => h('td', { 'data-l': name }, h('span', { class: 'clip' }, text(feature.properties?.[name])))))), { empty: 'No feature is in view.' }),
  features.length > ROWS ? foot(`${n(ROWS)} of ${n(features.length)} on the map`) : null);
}
const text = value => value == null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);
