// Who is told of jobs, and what became of each delivery.
import { h, announce, body, button, command, confirmBy, dur, facts, head, n, panel, plural, state, table, utc, when } from './kit.js';
import { get, post, send } from './api.js';
import { go, href } from './app.js';
import { checks, formPanel, input, select } from './forms.js';

const EVENTS = ['job.successful', 'job.failed', 'job.dismissed', 'job.in_progress'];
const FILTERS = ['subscription', 'job', 'state'];
const LOOK = { delivered: 'ok', pending: 'waiting' };

export default async function callbacks(main, { query, signal, can }) {
  const asked = new URLSearchParams({ limit: 30 });
  for (const name of [...FILTERS, 'before']) if (query.get(name)) asked.set(name, query.get(name));
  const [{ subscriptions }, deliveries] = await Promise.all([get('/v1/subscriptions?limit=100', { signal }), get('/v1/deliveries?' + asked, { signal })]);
  const plan = h('div');
  const close = () => plan.replaceChildren();
  const again = () => go(location.pathname + location.search, { replace: true });
  const operate = can('operate');
  main.append(head('Callbacks', said(subscriptions, deliveries.deliveries), operate ? h('div', { class: 'actions' }, button('New subscription…', () => plan.replaceChildren(newForm(close, again)))) : null), plan,
    panel('Subscriptions', 'told of jobs as they end', table('Subscriptions', ['Subscription', 'Address', 'Events', 'State', { t: 'Action', vh: true }],
      subscriptions.map(each => row(each, plan, close, again, operate)), { empty: 'Nobody subscribed. Jobs may still name addresses of their own.' })),
    deliveriesPanel(deliveries, query, operate));
}

function said(subscriptions, deliveries) {
  const shut = subscriptions.filter(each => each.enabled && !each.open);
  const failing = subscriptions.filter(each => each.open && each.failures);
  const pending = deliveries.filter(each => each.state === 'pending').length;
  return [shut.length ? h('span', { class: 'dead' }, `${shut.map(each => each.id).join(', ')} ${shut.length === 1 ? 'was' : 'were'} shut off, because ${shut.length === 1 ? 'it' : 'they'} did not answer. `) : '',
    failing.length ? h('span', { class: 'rejected' }, `${failing.map(each => each.id).join(', ')} ${failing.length === 1 ? 'fails' : 'fail'} now. `) : '',
    !shut.length && !failing.length ? subscriptions.length ? `${plural(subscriptions.length, 'address answers', 'addresses answer')}. ` : 'Nobody subscribed. ' : '',
    deliveries.length ? `Of the newest ${plural(deliveries.length, 'delivery', 'deliveries')} ${pending ? `${n(pending)} ${pending === 1 ? 'is' : 'are'} under way` : 'all have ended'}.` : ''];
}

function row(each, plan, close, again, operate) {
  const path = '/v1/subscriptions/' + encodeURIComponent(each.id);
  const standing = !each.enabled ? state('paused', 'off') : !each.open ? state('failed', 'shut off') : each.failures ? state('retry', `${plural(each.failures, 'failure')} in a row`) : state('ok', 'open');
  const note = h('span', { class: 'two', role: 'status' }, each.disabled ?? (each.failingSince ? ['since ', when(each.failingSince)] : ''));
  return h('tr', { class: 'link' }, h('td', {}, h('a', { href: `${href('callbacks')}?subscription=${encodeURIComponent(each.id)}` }, each.id), h('span', { class: 'two' }, each.format)),
    h('td', { 'data-l': 'Address' }, h('span', { class: 'mono wrap' }, each.url)), h('td', { 'data-l': 'Events' }, h('span', {}, each.events.join(', '), h('span', { class: 'two' }, each.pipelines.length ? each.pipelines.join(', ') : 'all pipelines'))),
    h('td', { 'data-l': 'State' }, h('span', {}, standing, note)),
    h('td', { class: 'num nowrap' }, operate ? [button('Test', async () => {
      try {
        await post(path + '/test');
        note.textContent = 'a test event is under way';
      } catch (problem) {
        note.textContent = problem.message;
      }
    }, { class: 'plain', 'aria-label': `Test ${each.id}` }), button('Secret', async () => {
      const { secret } = await get(path + '/secret');
      plan.replaceChildren(panel(`Secret of ${each.id}`, null, body(command('Signing secret', secret), h('p', { class: 'small dim' }, 'Deliveries are signed with it, by Standard Webhooks. ', button('Close', close, { class: 'plain' })))));
    }, { class: 'plain', 'aria-label': `Secret of ${each.id}` }), button('Remove…', () => {
      const form = confirmBy(`remove ${each.id}`, 'Remove the subscription', async () => {
        await send('DELETE', path);
        await again();
      }, close);
      plan.replaceChildren(panel(`Remove ${each.id}`, null, body(h('p', {}, 'It is told of nothing any more. Its deliveries stay in the log.'), form)));
      form.focusInput();
    }, { class: 'plain', 'aria-label': `Remove ${each.id}` })] : null));
}

function newForm(close, again) {
  return formPanel('New subscription', [['Id', input('id', { required: true, placeholder: 'gis' })], ['Address', input('url', { required: true, placeholder: 'https://example.org/hooks/penstock' })],
    ['Events', checks('events', EVENTS, EVENTS.slice(0, 3))], ['Pipelines, with commas between; empty: all', input('pipelines')], ['Format', select('format', ['standard', 'cloudevents'], 'standard')]], 'Subscribe', async given => {
    await post('/v1/subscriptions/' + encodeURIComponent(given.get('id')), { url: given.get('url'), events: given.getAll('events'), pipelines: given.get('pipelines').split(',').map(each => each.trim()).filter(Boolean), format: given.get('format') });
    announce('Subscribed.');
    await again();
  }, close);
}

function deliveriesPanel(page, query, operate) {
  const apply = changes => {
    const next = new URLSearchParams();
    for (const name of FILTERS) if (query.get(name)) next.set(name, query.get(name));
    for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
    return href('callbacks') + ([...next].length ? '?' + next : '');
  };
  const before = page.links.next && new URL(page.links.next, location.origin).searchParams.get('before');
  const chips = ['pending', 'delivered', 'failed'].map(word => button(word, () => go(apply({ state: query.get('state') === word ? '' : word })), { class: 'chip', 'aria-pressed': String(query.get('state') === word) }));
  return panel('Deliveries, newest first', h('div', { class: 'filters' }, chips, [...FILTERS].some(name => query.get(name)) ? h('a', { class: 'btn plain', href: href('callbacks') }, 'All') : null),
    table('Deliveries', ['State', 'Event', 'Address', { t: 'Attempts', num: true }, { t: 'Happened', num: true }, { t: 'Action', vh: true }], page.deliveries.map(each => deliveryRows(each, operate)), { empty: 'No delivery is like that.' }),
    h('div', { class: 'foot pager' }, query.get('before') ? h('a', { class: 'btn', href: apply({}) }, 'Newest') : null, before ? h('a', { class: 'btn', rel: 'next', href: apply({ before }) }, 'Older') : h('span', {}, 'these are the oldest')));
}

function deliveryRows(each, operate) {
  const inner = h('td', { colspan: 6 });
  const detail = h('tr', { class: 'sub hide' }, inner);
  const open = button('Open', async () => {
    const opening = detail.classList.toggle('hide') === false;
    open.setAttribute('aria-expanded', String(opening));
    if (opening) inner.replaceChildren(await deliveryDetail(each));
  }, { class: 'plain', 'aria-expanded': 'false', 'aria-label': `Open the delivery of ${each.type}` });
  const replay = operate && each.state !== 'pending' ? button('Deliver again', async () => {
    const { id } = await post(each.links.replay);
    announce('Delivered again.');
    detail.classList.remove('hide');
    inner.replaceChildren(h('p', {}, state('running', 'Delivered again, under the same id: '), h('a', { class: 'mono', href: href('jobs', id) }, id)));
  }, { class: 'plain' }) : null;
  return [h('tr', { class: 'link' }, h('td', {}, state(LOOK[each.state] ?? 'failed', each.state)),
    h('td', { 'data-l': 'Event' }, h('span', {}, each.type, each.job ? h('span', { class: 'two' }, h('a', { class: 'mono', href: href('jobs', each.job) }, each.job)) : null)),
    h('td', { 'data-l': 'Address' }, h('span', { class: 'mono wrap' }, each.url, h('span', { class: 'two' }, each.subscription ?? 'named by the job'))), h('td', { class: 'num', 'data-l': 'Attempts' }, n(each.attempted)), h('td', { class: 'num nowrap', 'data-l': 'Happened' }, when(each.at)), h('td', { class: 'num nowrap' }, open, replay)), detail];
}

async function deliveryDetail(each) {
  const whole = await get(each.links.self);
  return h('div', { class: 'confirm' }, table('Attempts', ['At', { t: 'Status', num: true }, { t: 'Took', num: true }, 'Answer'], whole.attempts.map(attempt => h('tr', {}, h('td', { class: 'nowrap' }, utc(attempt.at)),
    h('td', { class: 'num' }, attempt.status || '–'), h('td', { class: 'num nowrap' }, dur(attempt.seconds)), h('td', {}, h('span', { class: 'wrap' }, attempt.said)))), { cls: 'tight', empty: 'Not tried yet.' }),
  facts([['Delivery', h('span', { class: 'mono' }, each.id)], ['Updated', utc(each.updated)]]), h('div', { class: 'raw', tabindex: 0, role: 'group', 'aria-label': 'Body' }, whole.body));
}
