// Accounts that imports went into lately, and the way to any other.
import { h, jobState, head, panel, plural, state, table, when, n } from './kit.js';
import { get } from './api.js';
import { go, href } from './app.js';

export default async function accounts(main, { signal }) {
  const { jobs } = await get('/v1/jobs?pipeline=transactions&limit=200', { signal });
  const newest = new Map();
  for (const job of jobs) if (!newest.has(job.inputs.account)) newest.set(job.inputs.account, job);
  const input = h('input', { type: 'search', placeholder: 'Name of an account', 'aria-label': 'Name of an account; Enter opens it' });
  main.append(head('Accounts', newest.size ? `${plural(newest.size, 'account')} among the newest ${plural(jobs.length, 'import')}.` : 'Nothing was imported lately.'),
    h('form', { class: 'filters', role: 'search', onsubmit: event => {
      event.preventDefault();
      if (input.value.trim()) go(href('accounts', input.value.trim()));
    } }, input),
    panel('Accounts with imports', null, table('Accounts', ['Account', 'Newest import', 'State', { t: 'Rows', num: true }, { t: 'Accepted', num: true }], [...newest].map(([account, job]) => h('tr', { class: 'link' }, h('td', {}, h('a', { href: href('accounts', account) }, account)),
      h('td', { 'data-l': 'Newest import' }, h('span', {}, h('a', { href: href('jobs', job.id) }, job.name || job.id))), h('td', { 'data-l': 'State' }, state(...jobState(job))), h('td', { class: 'num', 'data-l': 'Rows' }, n(job.counts.in)), h('td', { class: 'num nowrap', 'data-l': 'Accepted' }, when(job.created)))), { empty: 'Import a CSV: POST /v1/accounts/{account}/imports' })));
}
