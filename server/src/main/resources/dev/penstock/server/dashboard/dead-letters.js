// Chunks that gave up: why, how many, edit one, replay many.
import { h, announce, body, button, confirmBy, facts, foot, head, n, panel, plural, state, table, when } from './kit.js';
import { get, post, text } from './api.js';
import { deadCount, go, href } from './app.js';

const FILTERS = ['pipeline', 'stage', 'code', 'job'];
const PAGE = 20;
const MOST_EDIT = 65_536;

const only = (query, more = {}) => {
  const next = new URLSearchParams();
  for (const name of FILTERS) {
    const value = more[name] ?? query.get(name);
    if (value) next.set(name, value);
  }
  return next;
};

export default async function deadLetters(main, context) {
  const { query, signal, can } = context;
  const { groups } = await get('/v1/dead-letters/groups?' + only(query), { signal });
  if (![...only(query)].length) deadCount(groups.reduce((sum, group) => sum + group.chunks, 0));
  const chosen = new Set();
  const plan = h('div');
  const bar = h('div', { class: 'filters' });
  const tally = () => {
    const picked = groups.filter(group => chosen.has(group.fingerprint));
    const count = picked.reduce((sum, group) => sum + group.chunks, 0);
    bar.replaceChildren(h('b', {}, count ? `${plural(count, 'letter')} selected` : 'Nothing selected'),
      count ? h('span', { class: 'dim' }, `${plural(picked.length, 'group')}, also what is on other pages`) : '',
      button('Plan a replay…', () => openPlan(picked), { class: 'primary', disabled: !count }));
  };
  const openPlan = async picked => {
    try {
      await showPlan(plan, picked, query, () => go(location.pathname + location.search, { replace: true }));
    } catch (problem) {
      plan.replaceChildren(h('p', { class: 'callout dead', role: 'alert' }, problem.message));
    }
  };
  tally();
  const rows = groups.map(group => groupRows(group, context, chosen, tally));
  main.append(head('Dead letters', said(groups)), filterBar(query, groups), plan,
    panel('By reason', 'grouped by stage and code', table('Dead letters by reason',
      [{ t: 'Select', vh: true }, 'Reason', { t: 'Letters', num: true }, { t: 'Items', num: true }, { t: 'Jobs', num: true }, 'Last, first', { t: 'Open', vh: true }],
      rows, { empty: 'No chunk has given up.' }),
    groups.length && can('operate') ? h('div', { class: 'foot selbar' }, bar) : null));
}

function said(groups) {
  if (!groups.length) return 'No chunk has given up.';
  const letters = groups.reduce((sum, group) => sum + group.chunks, 0);
  const items = groups.reduce((sum, group) => sum + group.items, 0);
  return [`${plural(letters, 'chunk')} gave up, with ${plural(items, 'item')}, for ${plural(groups.length, 'reason')}. `,
    groups.length > 1 ? `Most of them in ${groups[0].pipeline} › ${groups[0].stage}: ` : `In ${groups[0].pipeline} › ${groups[0].stage}: `, h('code', {}, groups[0].code), '.'];
}

function filterBar(query, groups) {
  const apply = changes => {
    const next = only(query);
    for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
    go(href('dead-letters') + ([...next].length ? '?' + next : ''));
  };
  const choices = name => [...new Set([...groups.map(group => group[name]), query.get(name)].filter(Boolean))].sort();
  const select = (name, label) => h('select', { 'aria-label': label, onchange: event => apply({ [name]: event.target.value }) },
    h('option', { value: '' }, `${label}: any`), choices(name).map(value => h('option', { value, selected: value === query.get(name) }, value)));
  const job = h('input', { type: 'search', placeholder: 'Id of a job', 'aria-label': 'Only of this job', value: query.get('job') });
  return h('form', { class: 'filters', role: 'search', onsubmit: event => {
    event.preventDefault();
    apply({ job: job.value.trim() });
  } }, job, select('pipeline', 'Pipeline'), select('stage', 'Stage'), select('code', 'Code'),
  [...only(query)].length ? h('a', { class: 'btn plain', href: href('dead-letters') }, 'All') : null);
}

function groupRows(group, context, chosen, tally) {
  const { can } = context;
  const box = can('operate') ? h('input', { type: 'checkbox', 'aria-label': `Select ${group.code} of ${group.pipeline} ${group.stage}`, onchange: () => {
    box.checked ? chosen.add(group.fingerprint) : chosen.delete(group.fingerprint);
    row.setAttribute('aria-selected', String(box.checked));
    tally();
  } }) : null;
  const inner = h('td', { colspan: 7 });
  const detail = h('tr', { class: 'sub hide' }, inner);
  const open = button('Open', async () => {
    const opening = detail.classList.toggle('hide') === false;
    open.setAttribute('aria-expanded', String(opening));
    open.textContent = opening ? 'Close' : 'Open';
    open.setAttribute('aria-label', `${open.textContent} letters of ${group.code} in ${group.stage}`);
    if (opening) await letters(inner, group, context);
  }, { class: 'plain', 'aria-expanded': 'false', 'aria-label': `Open letters of ${group.code} in ${group.stage}` });
  const row = h('tr', { class: 'link' }, h('td', { class: 'boxcell' }, box),
    h('td', { class: 'why' }, h('div', { class: 'strong' }, group.message), h('span', { class: 'two' }, h('code', {}, group.code), ` · ${group.pipeline} › ${group.stage} · `, h('span', { class: 'mono' }, group.fingerprint))),
    h('td', { class: 'num', 'data-l': 'Letters' }, h('b', {}, n(group.chunks))), h('td', { class: 'num', 'data-l': 'Items' }, n(group.items)), h('td', { class: 'num', 'data-l': 'Jobs' }, n(group.jobs)),
    h('td', { class: 'nowrap', 'data-l': 'Last, first' }, h('span', {}, when(group.newest), h('span', { class: 'two' }, 'first ', when(group.oldest)))), h('td', { class: 'num' }, open));
  return [row, detail];
}

async function letters(host, group, context, after = '') {
  const query = only(context.query, group);
  if (after) query.set('after', after);
  const page = await get(`/v1/dead-letters?limit=${PAGE}&${query}`, context);
  const next = page.links.next && new URL(page.links.next, location.origin).searchParams.get('after');
  host.replaceChildren(table(`Letters of ${group.code}`, ['Chunk', 'Job', 'Last error', { t: 'Attempts', num: true }, { t: 'Gave up', num: true }, { t: 'Action', vh: true }],
    page.deadLetters.map(letter => letterRows(letter, context)), { cls: 'tight cards' }),
  h('p', { class: 'small dim' }, `${n(page.deadLetters.length)} of ${n(group.chunks)}`, next ? [' · ', button('next page', () => letters(host, group, context, next), { class: 'aslink' })] : '',
    context.can('operate') ? '' : ' · your key may look, not replay'));
}

function letterRows(letter, context) {
  const row = h('tr', {}, h('td', {}, `${letter.stage} ${letter.chunk}`, h('span', { class: 'two' }, plural(letter.items, 'item'))),
    h('td', { 'data-l': 'Job' }, h('a', { class: 'mono', href: href('jobs', letter.job) }, letter.job)),
    h('td', { 'data-l': 'Error' }, h('span', {}, letter.problem.detail)), h('td', { class: 'num', 'data-l': 'Attempts' }, h('span', {}, letter.attempts, letter.crashes ? h('span', { class: 'two dead' }, plural(letter.crashes, 'crash', 'crashes')) : null)),
    h('td', { class: 'num nowrap', 'data-l': 'Gave up' }, when(letter.at)),
    h('td', { class: 'num' }, context.can('operate') ? button('Edit and replay…', event => edit(row, letter, event.currentTarget), { class: 'plain', 'aria-expanded': 'false', 'aria-label': `Edit and replay chunk ${letter.chunk}` }) : null));
  return row;
}

/** Its items where they can be read, else its payload; both are replaced only by what is sent. */
async function edit(row, letter, toggle) {
  if (toggle.getAttribute('aria-expanded') === 'true') {
    toggle.setAttribute('aria-expanded', 'false');
    row.nextElementSibling.remove();
    return;
  }
  toggle.setAttribute('aria-expanded', 'true');
  const host = h('td', { colspan: 6 }, h('p', { class: 'dim' }, 'Loading…'));
  row.after(h('tr', { class: 'sub' }, host));
  const base = `/v1/jobs/${letter.job}/dead-letters/${letter.chunk}`;
  try {
    host.replaceChildren(editor(letter, await content(base, letter), row));
  } catch (problem) {
    host.replaceChildren(h('p', { class: 'dead', role: 'alert' }, problem.message));
  }
}

async function content(base, letter) {
  try {
    return { to: base + '/items', what: 'items', value: (await text(base + '/items')).replaceAll('\u001e', '') };
  } catch (problem) {
    if (problem.code !== 'dead_letter.unknown') throw problem;
  }
  if (letter.bytes > MOST_EDIT) return { to: base + '/replay', what: 'payload', value: null };
  return { to: base + '/replay', what: 'payload', value: await text(letter.links.payload) };
}

function editor(letter, { to, what, value }, row) {
  const readable = value != null && !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(value);
  const area = h('textarea', { rows: 8, spellcheck: 'false', 'aria-label': `The ${what} of chunk ${letter.chunk}` });
  area.value = readable ? value : '';
  const verdict = h('span', { role: 'status' });
  const replay = async body => {
    verdict.replaceChildren(state('running', 'Replaying…'));
    try {
      await post(body == null ? letter.links.replay : to, body ?? undefined);
      announce(`Chunk ${letter.chunk} is tried again.`);
      row.nextElementSibling.firstChild.replaceChildren(h('p', {}, state('ok', `Chunk ${letter.chunk} is tried again. `), h('a', { href: href('jobs', letter.job) }, 'Watch its job')));
    } catch (problem) {
      const more = problem.errors.map(error => error.detail).join(' ');
      verdict.replaceChildren(state('failed', more || problem.message));
    }
  };
  return h('div', { class: 'confirm' }, readable ? area : h('p', { class: 'dim' }, 'What it was given is not text, or over 64 KiB. It can be replayed as it is.'),
    h('div', { class: 'filters' }, readable ? button(`Replay with the edited ${what}`, () => replay(area.value), { class: 'primary' }) : null, button('Replay as it was', () => replay(null)), verdict),
    h('p', { class: 'small dim' }, 'If it fails again, it becomes a dead letter again. The replay stands in the audit log under your key.'));
}

/** Frozen and counted on the server; what is typed is the number that the server said. */
async function showPlan(host, picked, query, done) {
  const selections = await Promise.all(picked.map(group => post('/v1/dead-letters/selections?' + only(query, group))));
  const chunks = selections.reduce((sum, each) => sum + each.chunks, 0);
  const jobs = selections.reduce((sum, each) => sum + each.jobs, 0);
  const truncated = selections.filter(each => each.truncated);
  const words = `replay ${chunks}`;
  const outcome = h('div', { role: 'status' });
  const form = confirmBy(words, `Replay ${plural(chunks, 'letter')}`, async () => {
    let replayed = 0;
    const refused = [];
    for (const selection of selections) {
      const answer = await post(`${selection.links.replay}?confirm=${encodeURIComponent(`replay ${selection.chunks}`)}`);
      replayed += answer.chunks;
      refused.push(...answer.refused);
    }
    announce(`${plural(replayed, 'letter')} replayed.`);
    form.replaceWith(h('div', { class: 'confirm', id: 'replayed' }, h('p', {}, state('ok', `${plural(replayed, 'letter')} replayed`), refused.length ? `, ${plural(refused.length, 'job')} refused:` : '.'),
      refused.slice(0, 10).map(each => h('p', { class: 'small' }, h('a', { class: 'mono', href: href('jobs', each.job) }, each.job), ' ', each.why)), h('div', {}, button('Look again', done))));
  }, () => host.replaceChildren());
  host.replaceChildren(panel('Replay plan (dry run: nothing has been changed)', h('span', { class: 'mono' }, selections.map(each => each.id.slice(-8)).join(' ')), h('div', { class: 'body confirm' },
    h('div', { class: 'sums' }, h('div', {}, h('span', { class: 'n' }, n(chunks)), state('running', 'will be replayed')), selections.length > 1 ? selections.flatMap((each, i) => [h('span', { class: 'op' }, i ? '+' : '='), h('div', {}, h('span', { class: 'n' }, n(each.chunks)), h('span', { class: 'dim' }, picked[i].code))]) : null),
    facts([['Touches', `${plural(jobs, 'job')}; each opens a new round`], truncated.length ? ['Left out', `${n(truncated.reduce((sum, each) => sum + each.total - each.chunks, 0))} beyond the first 100,000; select again afterwards`] : null,
      ['Counted', 'now, and frozen: what gives up from here on is not in it. Kept for a day'], ['If one fails again', 'it becomes a dead letter again'], ['Afterwards', 'stands in the audit log under your key']]), form, outcome)));
  form.focusInput();
}
