// How one number came about: the lots that a row used, each down to its line in the file.
import { h, body, chart, head, money, n, panel, state, svg, table, utc } from './kit.js';
import { get } from './api.js';
import { href } from './app.js';

const DIGITS = 2;

export default async function disposal(main, { names: [id, tx], query, signal, title }) {
  const method = query.get('method');
  const found = await get(`/v1/accounts/${encodeURIComponent(id)}/disposals/${encodeURIComponent(tx)}${method ? '?method=' + encodeURIComponent(method) : ''}`, { signal });
  const row = found.transaction;
  const what = `${row.type} of ${money(row.base_amount ?? row.quote_amount ?? '0')} ${row.base_asset ?? row.quote_asset ?? ''}`;
  title(what);
  main.append(h('div', { class: 'head' }, h('div', { class: 'crumb' }, h('a', { href: href('accounts') }, 'Accounts'), h('a', { href: href('accounts', id) }, id), h('span', { class: 'mono' }, tx)), h('h1', { tabindex: -1 }, what), h('p', { class: 'say' }, said(found))),
    ...found.disposals.map(each => disposalPanel(each, found)), linesPanel(found));
}

function said({ disposals, currency, method, transaction }) {
  if (!disposals.length) return `Nothing was disposed of on ${utc(transaction.timestamp)}.`;
  const sold = disposals.find(each => each.type !== 'fee') ?? disposals[0];
  return sold.gain == null ? [h('span', { class: 'rejected' }, 'The gain is not known'), `: a price or a cost is missing. By ${method}.`] : `${Number(sold.gain) < 0 ? 'A loss' : 'A gain'} of ${money(sold.gain.replace('-', ''), DIGITS)} ${currency}, by ${method}.`;
}

function disposalPanel(each, { currency }) {
  const total = each.lots.reduce((sum, lot) => sum + Number(lot.quantity), 0) || 1;
  const bar = w => {
    let x = 0;
    return svg(w, 30, 'Lots used, by quantity', each.lots.slice(0, 40).map((lot, i) => {
      const width = Number(lot.quantity) / total * w;
      const drawn = h('g', {}, h('rect', { x, width: Math.max(1, width - 2), height: 12, rx: 2, class: lot.term === 'long' ? 'f-accent' : 'f-ink' }), width > 46 ? h('text', { x: x + 1, y: 26, class: 'ax' }, width < 160 ? `lot ${i + 1}` : `lot ${i + 1} · ${money(lot.quantity)} ${each.asset}${lot.term ? ` · ${lot.term} term` : ''}`) : null);
      x += width;
      return drawn;
    }));
  };
  const known = each.gain != null;
  return panel(`${each.type}: ${money(each.quantity)} ${each.asset}`, `in ${currency}`, body(
    h('p', {}, known ? [h('b', {}, `Gain ${money(each.gain)}`), ` = proceeds ${money(each.proceeds)} − cost ${money(each.cost)}.`] : state('rejected', 'Gain unknown: a price or a cost is missing.'),
      each.disallowed ? ` ${each.disallowed.rule}: a loss of ${money(each.disallowed.loss)} is not allowed.` : ''), each.lots.length ? chart(h('div', { class: 'mt' }), bar) : null),
  table(`Lots of ${each.asset}`, ['Lot', 'Acquired', { t: 'Quantity used', num: true }, { t: 'Cost', num: true }, { t: 'Proceeds', num: true }, { t: 'Gain', num: true }, 'Term', 'Cost from'], [...each.lots.map((lot, i) => h('tr', {}, h('td', { class: 'strong' }, i + 1, lot.lot ? h('span', { class: 'two mono' }, lot.lot) : null), h('td', { class: 'nowrap', 'data-l': 'Acquired' }, lot.acquired ? utc(lot.acquired) : '–'),
    h('td', { class: 'num', 'data-l': 'Quantity used' }, money(lot.quantity)), h('td', { class: 'num', 'data-l': 'Cost' }, money(lot.cost)), h('td', { class: 'num', 'data-l': 'Proceeds' }, money(lot.proceeds)), h('td', { class: 'num strong', 'data-l': 'Gain' }, money(lot.gain)), h('td', { 'data-l': 'Term' }, lot.term ? `${lot.term} term` : '–'),
    h('td', { 'data-l': 'Cost from' }, h('span', {}, lot.source ? `line ${n(lot.source.line)}` : lot.rule, lot.price ? h('span', { class: 'two' }, `price ${money(lot.price.value)} of ${lot.price.source}`) : null)))),
  known && each.lots.length ? h('tr', { class: 'sum' }, h('td', {}, 'Sum'), h('td', { class: 'xs' }), h('td', { class: 'num', 'data-l': 'Quantity' }, money(each.quantity)), h('td', { class: 'num', 'data-l': 'Cost' }, money(each.cost)), h('td', { class: 'num', 'data-l': 'Proceeds' }, money(each.proceeds)), h('td', { class: 'num', 'data-l': 'Gain' }, money(each.gain)), h('td', { class: 'xs' }), h('td', {}, adds(each) ? state('ok', 'adds up exactly') : state('failed', 'does not add up'))) : []], { empty: 'It used no lots.' }));
}

const SCALE = 30;
/** Exact: decimals as whole numbers of 10⁻³⁰. */
function exact(text) {
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'));
  return text.startsWith('-') ? -value : value;
}
const adds = each => ['quantity', 'cost', 'proceeds', 'gain'].every(name => each.lots.every(lot => lot[name] != null) && each.lots.reduce((sum, lot) => sum + exact(lot[name]), 0n) === exact(each[name]));

function linesPanel({ transaction, disposals }) {
  const raw = (line, text, job) => h('div', { class: 'raw', tabindex: 0, role: 'group', 'aria-label': `Line ${line}` }, h('i', {}, `line ${n(line)}`), text, job ? null : '');
  const sources = [...new Map(disposals.flatMap(each => each.lots).filter(lot => lot.source).map(lot => [`${lot.source.job}/${lot.source.line}`, lot.source])).values()].slice(0, 50);
  return panel('Source lines, as they were uploaded', transaction.source?.job ? h('a', { class: 'mono', href: href('jobs', transaction.source.job) }, transaction.source.job) : null,
    h('div', { class: 'body stack raws' }, h('h3', {}, 'This transaction'), transaction.source ? raw(transaction.source.line, transaction.source.row) : null, sources.length ? h('h3', {}, 'Its lots') : null, sources.map(source => raw(source.line, source.row))));
}
