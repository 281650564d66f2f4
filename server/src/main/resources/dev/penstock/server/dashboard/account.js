// One account: what is owed, what is held, what a person has to settle, and every number's way back to its lines.
import { h, jobState, announce, body, button, chart, foot, glyph, key, money, n, panel, pill, plural, state, svg, table, utc, when } from './kit.js';
import { download, get, pause, Problem, send, visible } from './api.js';
import { go, href, live } from './app.js';

const DIGITS = 2;

export default async function account(main, context) {
  const { names: [id], query, signal, title } = context;
  title(id);
  const base = '/v1/accounts/' + encodeURIComponent(id);
  const { jobs } = await get('/v1/jobs?pipeline=transactions&limit=100', { signal });
  const imports = jobs.filter(job => job.inputs.account === id).slice(0, 6);
  const known = await get(base, { signal }).catch(problem => { if (problem instanceof Problem && problem.status === 404) return null; throw problem; });
  if (!known) {
    if (!imports.length) throw new Problem(404, { code: 'account.unknown', detail: `There is no account '${id}'. It appears with its first import.` });
    main.append(heading(id, null, imports, []), h('div', { class: 'grid' }, h('div', { class: 'wide' }, importsPanel(imports))));
    following(imports, signal);
    return;
  }
  const method = query.get('method') ?? known.methods[0];
  const [gains, { issues }] = await Promise.all([known.methods.length ? get(`${base}/gains?method=${encodeURIComponent(method)}`, { signal }) : { years: [], holdings: [], currency: known.currency }, get(base + '/issues', { signal })]);
  const rows = h('div');
  main.append(heading(id, known, imports, issues), h('div', { class: 'grid' },
    h('div', { class: 'c6 stack' }, importsPanel(imports), holdingsPanel(gains)), h('div', { class: 'c6 stack' }, issuesPanel(base, id, issues, context)),
    h('div', { class: 'wide stack' }, gainsPanel(id, base, gains, known, method), rows)));
  await transactionsPanel(rows, id, base, context, method);
  following(imports, signal);
}

function heading(id, known, imports, issues) {
  const running = imports.find(job => !job.finished);
  const errors = issues.filter(issue => issue.severity === 'error');
  const say = running ? [`${running.summary} `, known ? `Generation ${known.generation} is served until it is published. ` : ''] : known ? [`${plural(known.transactions, 'transaction')} `, known.methods.length ? `by ${known.methods.join(', ')}. ` : '. '] : ['Nothing is published of it yet. '];
  if (known) say.push(errors.length ? h('span', { class: 'rejected' }, `${plural(issues.length, 'issue')} to settle before its figures are final.`) : issues.length ? `${plural(issues.length, 'note')} to look at.` : 'Nothing is left to settle.');
  return h('div', { class: 'head' }, h('div', { class: 'crumb' }, h('a', { href: href('accounts') }, 'Accounts'), running ? pill('running', 'import running') : known ? pill(known.status === 'complete' ? 'ok' : 'partial', known.status) : null,
    known ? h('span', {}, `${known.currency} · lots by ${known.scope === 'wallet' ? 'wallet' : 'account'} · generation ${known.generation}, `, when(known.published)) : null), h('h1', { tabindex: -1 }, id), h('p', { class: 'say' }, say));
}

function importsPanel(imports) {
  return panel('Imports', 'newest first', table('Imports', ['File', 'State', { t: 'Rows', num: true }, { t: 'Rejected', num: true }, { t: 'Errors', vh: true }], imports.map(job => h('tr', { class: 'link' }, h('td', {}, h('a', { href: href('jobs', job.id) }, job.name || job.id), h('span', { class: 'two' }, when(job.created))),
    h('td', { 'data-l': 'State' }, h('span', {}, state(...jobState(job)), job.finished ? null : h('span', { class: 'two' }, job.progress == null ? 'counting' : `${Math.round(job.progress * 100)} %`))), h('td', { class: 'num', 'data-l': 'Rows' }, n(job.counts.in)),
    h('td', { class: 'num', 'data-l': 'Rejected' }, job.counts.rejected ? h('a', { class: 'rejected', href: href('jobs', job.id) + '#rejects' }, n(job.counts.rejected)) : '0'),
    h('td', { class: 'num' }, job.counts.rejected && job.finished ? button('errors.csv', () => download(`/v1/jobs/${job.id}/errors.csv`, 'errors.csv'), { class: 'plain', 'aria-label': `errors.csv of ${job.name || job.id}` }) : null))), { empty: 'No import among the newest jobs.' }));
}

function holdingsPanel(gains) {
  const priced = gains.holdings.filter(each => each.value != null);
  return panel('Holdings', priced.length ? `at the newest known prices` : 'no price is known', table('Holdings', ['Asset', { t: 'Quantity', num: true }, { t: 'Cost', num: true }, { t: 'Value', num: true }, { t: 'Unrealised', num: true }], gains.holdings.map(each => h('tr', {}, h('td', { class: 'strong' }, each.asset),
    h('td', { class: 'num', 'data-l': 'Quantity' }, money(each.quantity)), h('td', { class: 'num', 'data-l': 'Cost' }, each.cost == null ? state('rejected', 'unknown') : money(each.cost, DIGITS)), h('td', { class: 'num', 'data-l': 'Value' }, each.value == null ? state('rejected', 'no price') : money(each.value, DIGITS)), h('td', { class: 'num', 'data-l': 'Unrealised' }, money(each.unrealised, DIGITS)))), { cls: 'cards hold', empty: 'Nothing is held.' }),
  foot('An asset without a price is never counted as 0.'));
}

const KINDS = { transfer_unmatched: 'Accept', price_missing: 'Accept' };
function issuesPanel(base, id, issues, { can }) {
  const order = { error: 0, warning: 1, info: 2 };
  const sorted = [...issues].sort((a, b) => (order[a.severity] ?? 3) - (order[b.severity] ?? 3));
  const host = h('div', { class: 'body' }, sorted.slice(0, 30).map(issue => issueRow(base, id, issue, can('operate'))), sorted.length ? null : h('p', {}, state('ok', 'Nothing to settle.')));
  return panel('To settle', sorted.length ? `${plural(sorted.length, 'issue')}, worst first` : null, host, foot(sorted.length > 30 ? `30 of ${n(sorted.length)}. ` : '', 'Decisions are kept when the file is imported again.'));
}

function issueRow(base, id, issue, operate) {
  const s = issue.severity === 'error' ? 'dead' : issue.severity === 'info' ? 'waiting' : 'rejected';
  const note = h('p', { class: 'small', role: 'status' });
  const decide = (action, word) => button(word, async () => {
    try {
      await send('PUT', `${base}/issues/${encodeURIComponent(issue.id)}`, { action });
      note.replaceChildren(state('ok', action === 'open' ? 'open again' : `${action === 'ignore' ? 'ignored' : 'accepted'}; it stays so when the file is imported again`));
      announce('Settled.');
    } catch (problem) {
      note.replaceChildren(h('span', { class: 'dead' }, problem.message));
    }
  }, { 'aria-label': `${word}: ${issue.detail}` });
  return h('div', { class: 'issue' }, h('span', { class: 'st ' + s }, glyph(s), h('span', { class: 'vh' }, issue.severity)), h('div', {}, h('b', {}, issue.detail)),
    h('p', { class: 'small dim' }, h('code', {}, issue.kind), issue.transactions.length ? [' · ', issue.transactions.slice(0, 3).map((tx, i) => [i ? ', ' : '', h('a', { href: href('accounts', id, tx) }, `transaction …${tx.slice(-6)}`)]), issue.transactions.length > 3 ? ` and ${n(issue.transactions.length - 3)} more` : ''] : ''), note,
    operate ? h('div', { class: 'do' }, decide('accept', 'Accept'), decide('ignore', 'Ignore')) : null);
}

function gainsPanel(id, base, gains, known, method) {
  if (!gains.years.length) return panel('Gains', null, body(h('p', { class: 'dim' }, 'Nothing was sold and nothing earned.')));
  const size = Math.max(...gains.years.flatMap(year => [Math.abs(Number(year.short)), Math.abs(Number(year.long))]), 1e-9);
  const bars = year => w => {
    const middle = w * .42;
    const x = value => Math.abs(value) / size * (value < 0 ? middle : w - middle - 2);
    return svg(w, 18, `${year.year}: short term ${year.short}, long term ${year.long}`, h('line', { x1: middle, x2: middle, y1: 0, y2: 18, class: 'axs' }),
      [[Number(year.short), 2, 'f-ink'], [Number(year.long), 10, 'f-accent']].map(([value, y, cls]) => value ? h('rect', { x: value < 0 ? middle - x(value) : middle, y, width: Math.max(1, x(value)), height: 6, class: cls }) : null));
  };
  const chips = known.methods.map(each => h('a', { class: 'btn chip', href: `${href('accounts', id)}?method=${each}`, 'aria-current': each === method ? 'true' : null }, each));
  return panel(`Gains by year, in ${gains.currency}`, h('div', { class: 'filters' }, h('span', { class: 'key' }, h('span', {}, key('f-ink'), 'short term'), h('span', {}, key('f-accent'), 'long term')), chips, button('gains.csv', () => download(`${base}/gains?method=${method}&format=csv`, 'gains.csv'), { class: 'plain' })),
    table('Gains by year', ['Year', { t: 'Short term', num: true }, { t: 'Long term', num: true }, { t: 'Bars', vh: true }, { t: 'Gain', num: true }, { t: 'Income', num: true }, 'Status', { t: 'Detail', vh: true }], gains.years.map(year => yearRows(year, bars))));
}

function yearRows(year, bars) {
  const inner = h('td', { colspan: 8 });
  const detail = h('tr', { class: 'sub hide' }, inner);
  const open = button('Assets', () => {
    const opening = detail.classList.toggle('hide') === false;
    open.setAttribute('aria-expanded', String(opening));
    inner.replaceChildren(table(`Disposals of ${year.year}`, ['Asset', 'Kind', { t: 'Quantity', num: true }, { t: 'Proceeds', num: true }, { t: 'Cost', num: true }, { t: 'Gain', num: true }, { t: 'Incomplete', num: true }], year.disposals.map(line => h('tr', {}, h('td', { class: 'strong' }, line.asset), h('td', { 'data-l': 'Kind' }, [line.type, line.term && `${line.term} term`].filter(Boolean).join(', ')),
      h('td', { class: 'num', 'data-l': 'Quantity' }, money(line.quantity)), h('td', { class: 'num', 'data-l': 'Proceeds' }, money(line.proceeds, DIGITS)), h('td', { class: 'num', 'data-l': 'Cost' }, money(line.cost, DIGITS)), h('td', { class: 'num strong', 'data-l': 'Gain' }, money(line.gain, DIGITS)), h('td', { class: 'num', 'data-l': 'Incomplete' }, line.incomplete ? state('rejected', n(line.incomplete)) : '–'))), { cls: 'tight cards' }));
  }, { class: 'plain', 'aria-expanded': 'false', 'aria-label': `Assets of ${year.year}` });
  return [h('tr', { class: 'link' }, h('td', { class: 'strong' }, year.year), h('td', { class: 'num', 'data-l': 'Short term' }, money(year.short, DIGITS)), h('td', { class: 'num', 'data-l': 'Long term' }, money(year.long, DIGITS)), h('td', { class: 'agecell' }, chart(h('div'), bars(year))), h('td', { class: 'num strong', 'data-l': 'Gain' }, money(year.gain, DIGITS)), h('td', { class: 'num', 'data-l': 'Income' }, money(year.income, DIGITS)),
    h('td', { 'data-l': 'Status' }, h('span', {}, year.status === 'complete' ? state('ok', 'complete') : state('rejected', 'incomplete'), year.incomplete ? h('span', { class: 'two' }, plural(year.incomplete, 'row')) : null)), h('td', { class: 'num' }, open)), detail];
}

const DISPOSING = new Set(['sell', 'trade', 'spend', 'fee', 'gift', 'lost']);
async function transactionsPanel(host, id, base, context, method) {
  const { query, signal } = context;
  const asked = new URLSearchParams({ limit: 50 });
  for (const name of ['type', 'asset', 'from', 'to', 'cursor']) if (query.get(name)) asked.set(name, query.get(name));
  const page = await get(`${base}/transactions?${asked}`, { signal });
  const next = page.links.next && new URL(page.links.next, location.origin).searchParams.get('cursor');
  const address = changes => {
    const to = new URLSearchParams();
    for (const name of ['method', 'type', 'asset', 'from', 'to']) if (query.get(name)) to.set(name, query.get(name));
    for (const [name, value] of Object.entries(changes)) value ? to.set(name, value) : to.delete(name);
    return href('accounts', id) + ([...to].length ? '?' + to : '');
  };
  const asset = h('input', { type: 'search', size: 8, placeholder: 'Asset', 'aria-label': 'Only this asset', value: query.get('asset') });
  const filter = h('form', { class: 'filters', role: 'search', onsubmit: event => {
    event.preventDefault();
    go(address({ asset: asset.value.trim() }));
  } }, asset, button('Sales', () => go(address({ type: query.get('type') === 'sell' ? '' : 'sell' })), { class: 'chip', 'aria-pressed': String(query.get('type') === 'sell') }), [...asked].length > 1 ? h('a', { class: 'btn plain', href: href('accounts', id) }, 'All') : null);
  host.replaceChildren(panel('Transactions', filter, table('Transactions', ['When', 'Kind', { t: 'Amount', num: true }, { t: 'For', num: true }, { t: 'Fee', num: true }, 'Wallet', { t: 'Value', num: true }, { t: 'Lots', vh: true }], page.transactions.map(row => h('tr', { class: 'link' }, h('td', { class: 'nowrap' }, utc(row.timestamp)), h('td', { 'data-l': 'Kind' }, row.type),
    h('td', { class: 'num', 'data-l': 'Amount' }, amount(row, 'base')), h('td', { class: 'num', 'data-l': 'For' }, amount(row, 'quote')), h('td', { class: 'num', 'data-l': 'Fee' }, amount(row, 'fee')), h('td', { 'data-l': 'Wallet' }, row.wallet),
    h('td', { class: 'num', 'data-l': 'Value' }, row.status === 'priced' ? money(row.value, DIGITS) : state('rejected', row.status)), h('td', { class: 'num' }, h('a', { href: `${href('accounts', id, row.id)}?method=${method}`, 'aria-label': `${DISPOSING.has(row.type) ? 'Lots of' : 'Look at'} the ${row.type} of ${utc(row.timestamp)}` }, DISPOSING.has(row.type) ? 'Lots' : 'Look')))), { empty: 'No transaction is like that.' }),
  h('div', { class: 'foot pager' }, query.get('cursor') ? h('a', { class: 'btn', href: address({}) }, 'First') : null, next ? h('a', { class: 'btn', rel: 'next', href: address({ cursor: next }) }, 'Next') : h('span', {}, `${plural(page.transactions.length, 'transaction')}; these are the last`))));
}
const amount = (row, which) => row[which + '_amount'] == null ? '–' : h('span', { class: 'nowrap' }, money(row[which + '_amount']), ' ', h('span', { class: 'dim' }, row[which + '_asset']));

/** A running import is looked at; when it has ended the page is drawn anew. */
async function following(imports, signal) {
  const running = imports.find(job => !job.finished);
  if (!running) return;
  try {
    while (true) {
      await pause(1500, signal);
      await visible(signal);
      const job = await get('/v1/jobs/' + running.id, { signal });
      live('live');
      if (job.finished) {
        await go(location.pathname + location.search, { replace: true });
        return;
      }
    }
  } catch (left) {
    if (!signal.aborted) throw left;
  }
}
