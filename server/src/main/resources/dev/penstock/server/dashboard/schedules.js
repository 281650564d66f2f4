// Jobs that are submitted again and again: when next, what came of the last time, what of the past is missing.
import { h, announce, body, button, bytes, confirmBy, facts, head, n, panel, plural, state, table, utc, when } from './kit.js';
import { get, post, send } from './api.js';
import { go, href } from './app.js';
import { area, formPanel, input, pairs, select } from './forms.js';

const PAGE = 50;

export default async function schedules(main, { query, signal, can }) {
  const after = query.get('after');
  const [{ schedules: list, links }, { pipelines }] = await Promise.all([
    get(`/v1/schedules?limit=${PAGE}${after ? '&after=' + encodeURIComponent(after) : ''}`, { signal }), get('/v1/pipelines', { signal })]);
  const plan = h('div');
  const close = () => plan.replaceChildren();
  const again = () => go(location.pathname + location.search, { replace: true });
  const next = links.next && new URL(links.next, location.origin).searchParams.get('after');
  main.append(head('Schedules', said(list), can('operate') ? h('div', { class: 'actions' },
    button('New schedule…', () => plan.replaceChildren(newForm(pipelines, close, again)))) : null), plan,
  panel('Schedules', null, table('Schedules', ['Schedule', 'When', 'Next', 'Last', { t: 'Action', vh: true }],
    list.map(each => row(each, plan, close, again, can('operate'))), { empty: 'No schedule yet.' }),
  next ? h('div', { class: 'foot pager' }, h('a', { class: 'btn', href: `${href('schedules')}?after=${encodeURIComponent(next)}` }, 'More')) : null));
}

function said(list) {
  if (!list.length) return 'Nothing is submitted by the clock.';
  const failing = list.filter(each => each.failing);
  const soon = list.flatMap(each => each.next.slice(0, 1).map(slot => [slot.slot, each.id])).sort()[0];
  return [failing.length ? h('span', { class: 'dead' }, `${failing.map(each => each.id).join(', ')} ${failing.length === 1 ? 'does' : 'do'} not get on. `) : `${plural(list.length, 'schedule')} ${list.length === 1 ? 'gets' : 'get'} on. `,
    soon ? `Next is ${soon[1]}, at ${utc(soon[0])}.` : 'None has a next slot.'];
}

function row(each, plan, close, again, operate) {
  const misfire = { skip: 'missed slots are left out', once: 'of missed slots the last one', 'catch-up': `missed slots are made up, ${each.catchUp} at most` }[each.misfire];
  return h('tr', { class: 'link' },
    h('td', {}, h('span', { class: 'strong' }, each.id), ' ', each.enabled ? null : state('paused', 'off'), h('span', { class: 'two' }, each.pipeline, ` · ${bytes(each.payload.bytes)}`), each.failing ? h('span', { class: 'two dead' }, h('code', {}, each.failing.code), ' ', each.failing.detail) : null),
    h('td', { 'data-l': 'When' }, h('span', {}, h('code', {}, each.cron), h('span', { class: 'two' }, each.zone), h('span', { class: 'two' }, misfire))),
    h('td', { 'data-l': 'Next' }, h('span', {}, each.next.length ? [utc(each.next[0].slot), each.next[0].local.endsWith('Z') ? null : h('span', { class: 'two' }, `${each.next[0].local.replace('T', ' ')} there`)] : '–')),
    h('td', { 'data-l': 'Last' }, h('span', {}, each.last ? [when(each.last.slot), h('span', { class: 'two' }, h('a', { class: 'mono', href: href('jobs', each.last.job) }, each.last.job))] : 'never')),
    h('td', { class: 'num nowrap' }, operate ? [button('Backfill…', () => plan.replaceChildren(backfillForm(each, close)), { class: 'plain', 'aria-label': `Backfill ${each.id}` }),
      button('Remove…', () => plan.replaceChildren(removal(each, close, again)), { class: 'plain', 'aria-label': `Remove ${each.id}` })] : null));
}

function removal(each, close, again) {
  const form = confirmBy(`remove ${each.id}`, 'Remove the schedule', async () => {
    await send('DELETE', '/v1/schedules/' + encodeURIComponent(each.id));
    announce(`${each.id} is removed.`);
    await again();
  }, close);
  queueMicrotask(() => form.focusInput());
  return panel(`Remove ${each.id}`, null, body(h('p', {}, 'Its jobs stay. Slots from here on are not submitted.'), form));
}

function newForm(pipelines, close, again) {
  return formPanel('New schedule', [
    ['Id', input('id', { required: true, placeholder: 'nightly' })],
    ['Pipeline', select('pipeline', pipelines.map(each => each.id))],
    ['Cron: minute, hour, day, month, day of week', input('cron', { required: true, placeholder: '30 2 * * *' })],
    ['Time zone', input('zone', { placeholder: 'UTC', value: Intl.DateTimeFormat().resolvedOptions().timeZone })],
    ['Slots missed while no server ran', select('misfire', ['once', 'skip', 'catch-up'], 'once')],
    ['Inputs, name=value, a line each', area('inputs', { rows: 3, placeholder: 'collection=places' })],
    ['Payload, as it is to be sent', area('payload', { rows: 5, required: true })]], 'Keep the schedule', async given => {
    await post('/v1/schedules/' + encodeURIComponent(given.get('id')), { pipeline: given.get('pipeline'), cron: given.get('cron'), zone: given.get('zone') || 'UTC', misfire: given.get('misfire'), inputs: pairs(given.get('inputs')), payload: given.get('payload') });
    announce(`${given.get('id')} is kept.`);
    await again();
  }, close);
}

/** Counted first; what is typed is the number that the server said. */
function backfillForm(each, close) {
  const host = h('div');
  host.append(formPanel(`Backfill ${each.id}`, [['From, such as 2026-01-01', input('from', { required: true })], ['Until; empty: now', input('to')]], 'Count the slots', async given => {
    const range = new URLSearchParams({ from: given.get('from') });
    if (given.get('to')) range.set('to', given.get('to'));
    const path = `/v1/schedules/${encodeURIComponent(each.id)}/backfill?${range}`;
    const dry = await post(path + '&dry-run=true');
    const words = `backfill ${dry.due}`;
    const form = confirmBy(words, `Submit ${plural(dry.due, 'slot')}`, async () => {
      const done = await post(path);
      announce(`${plural(done.accepted, 'job')} accepted.`);
      form.replaceWith(h('p', {}, state('ok', `${plural(done.accepted, 'job')} accepted`), done.existing ? `, ${n(done.existing)} were there before` : ''));
    }, close);
    host.replaceChildren(panel('Backfill plan (dry run: nothing has been submitted)', null, body(facts([['Range', `${utc(dry.from)} to ${utc(dry.to)}`], ['Slots', `${n(dry.slots)}, of which ${n(dry.done)} were submitted before and ${n(dry.due)} were not`]]), dry.due ? form : h('p', {}, state('ok', 'Nothing is missing.'), ' ', button('Close', close, { class: 'plain' })))));
    if (dry.due) form.focusInput();
  }, close));
  return host;
}
