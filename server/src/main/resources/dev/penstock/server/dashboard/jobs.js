// The list of jobs: filtered by the server, paged by the last id seen, the query in the address.
import { $, h, announce, button, glyph, head, panel, plural } from './kit.js';
import { get, pause, visible } from './api.js';
import { go, href, live } from './app.js';
import { jobTable, refresh } from './job-rows.js';

const STATES = ['accepted', 'running', 'successful', 'failed', 'dismissed'];
const PAGE = 50;

function address(query, changes) {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const text = next.toString();
  return href('jobs') + (text ? '?' + text : '');
}

const asked = (query, limit) => {
  const api = new URLSearchParams({ limit });
  for (const name of ['pipeline', 'status', 'before']) {
    if (query.get(name)) api.set(name, query.get(name));
  }
  return '/v1/jobs?' + api;
};

export default async function jobs(main, { query, signal }) {
  const [list, { pipelines }] = await Promise.all([
    get(asked(query, PAGE), { signal }), get('/v1/pipelines', { signal })]);
  const chosen = new Set((query.get('status') ?? '').split(',').filter(Boolean));
  const filtered = query.get('pipeline') || chosen.size;
  const host = h('div', {}, jobTable(list.jobs, filtered ? 'No job is like that.' : 'No job yet.'));
  const newer = button('', () => go(address(query, { before: '' })), { class: 'chip hide' });
  const next = list.links.next ? new URL(list.links.next, location.origin).searchParams.get('before') : null;
  main.append(
    head('Jobs', said(list.jobs, filtered, query)),
    filters(query, chosen, pipelines),
    panel('Jobs', newer, host, h('div', { class: 'foot pager' },
      query.get('before') ? h('a', { class: 'btn', href: address(query, { before: '' }) }, 'Newest') : null,
      h('span', {}, `${plural(list.jobs.length, 'job')} on this page`),
      next ? h('a', { class: 'btn', rel: 'next', href: address(query, { before: next }) }, 'Older') : h('span', { class: 'dim' }, 'these are the oldest'))));
  watch(host, newer, query, signal);
}

function said(list, filtered, query) {
  if (!list.length) return filtered ? 'No job is like that.' : 'No job yet.';
  const open = list.filter(job => !job.finished).length;
  const failed = list.filter(job => job.status === 'failed').length;
  const partial = list.filter(job => job.partial).length;
  const parts = [open && `${plural(open, 'runs', 'run')}`, partial && `${partial} ended without some items`, failed && h('span', { class: 'dead' }, `${failed} failed`)].filter(Boolean);
  const which = query.get('before') ? plural(list.length, 'older job') : filtered ? `The newest ${plural(list.length, 'job')} like that` : `The newest ${plural(list.length, 'job')}`;
  return [which, parts.length ? [': ', parts.map((part, i) => [i ? (i === parts.length - 1 ? ' and ' : ', ') : '', part])] : ' all came through', '.'];
}

function filters(query, chosen, pipelines) {
  const pipeline = h('select', { 'aria-label': 'Pipeline',
    onchange: event => go(address(query, { pipeline: event.target.value, before: '' })) },
  h('option', { value: '' }, 'Pipeline: any'),
  [...pipelines.map(each => each.id), 'callbacks', 'fetch'].filter((id, i, all) => all.indexOf(id) === i)
    .map(id => h('option', { value: id, selected: id === query.get('pipeline') }, id)));
  const chip = word => {
    const next = new Set(chosen);
    if (!next.delete(word)) next.add(word);
    return chipButton(word, () => go(address(query, { status: [...next].join(','), before: '' })),
      { class: 'chip', 'aria-pressed': String(chosen.has(word)) });
  };
  return h('div', { class: 'filters', role: 'group', 'aria-label': 'Which jobs' }, jump(), pipeline, STATES.map(chip),
    chosen.size || query.get('pipeline') ? h('a', { class: 'btn plain', href: href('jobs') }, 'All') : null);
}

function chipButton(word, onclick, attributes) {
  const chip = button('', onclick, attributes);
  chip.append(glyph(word), word);
  return chip;
}

/** A job's id, pasted, leads to it. */
function jump() {
  const input = h('input', { type: 'search', placeholder: 'Id of a job', 'aria-label': 'Id of a job; Enter opens it' });
  return h('form', { role: 'search', class: 'grow', onsubmit: event => {
    event.preventDefault();
    if (input.value.trim()) go(href('jobs', input.value.trim()));
  } }, input);
}

/** Rows change where they stand; new jobs are counted on a button and shift nothing. */
async function watch(host, newer, query, signal) {
  try {
    while (true) {
      await pause(3000, signal);
      await visible(signal);
      try {
        const list = await get(asked(query, PAGE), { signal });
        live('live');
        const unknown = refresh(host, list.jobs);
        if (unknown && !query.get('before')) {
          const text = `${unknown === PAGE ? 'Many' : unknown} newer`;
          if (newer.textContent !== text) {
            newer.textContent = text;
            newer.classList.remove('hide');
            announce(`${text} jobs`);
          }
        }
      } catch (trouble) {
        if (signal.aborted) throw trouble;
        live('lost');
      }
    }
  } catch (left) {
    if (!signal.aborted) throw left;
  }
}
