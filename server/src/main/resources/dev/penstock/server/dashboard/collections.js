// What geometry jobs have published.
import { h, head, n, panel, plural, table, when } from './kit.js';
import { get } from './api.js';
import { href } from './app.js';

export default async function collections(main, { query, signal }) {
  const after = query.get('after');
  const page = await get('/v1/collections?limit=50' + (after ? '&after=' + encodeURIComponent(after) : ''), { signal });
  const next = page.links.next && new URL(page.links.next, location.origin).searchParams.get('after');
  const list = page.collections;
  main.append(head('Collections', list.length ? `${plural(list.length, 'collection')}, ${plural(list.reduce((sum, each) => sum + each.features, 0), 'feature')}.` : 'Nothing is published yet. A geometry job publishes one.'),
    panel('Collections', null, table('Collections', ['Collection', { t: 'Features', num: true }, 'Stored in', { t: 'Generation', num: true }, 'Published by', { t: 'Published', num: true }], list.map(each => h('tr', { class: 'link' },
      h('td', {}, h('a', { href: href('collections', each.id) }, each.id)), h('td', { class: 'num', 'data-l': 'Features' }, n(each.features)), h('td', { 'data-l': 'Stored in' }, each.storageCrs), h('td', { class: 'num', 'data-l': 'Generation' }, n(each.generation)),
      h('td', { 'data-l': 'Published by' }, h('a', { class: 'mono', href: href('jobs', each.job) }, each.job)), h('td', { class: 'num nowrap', 'data-l': 'Published' }, when(each.published)))), { empty: 'Nothing is published yet.' }),
    next ? h('div', { class: 'foot pager' }, h('a', { class: 'btn', href: `${href('collections')}?after=${encodeURIComponent(next)}` }, 'More')) : null));
}
