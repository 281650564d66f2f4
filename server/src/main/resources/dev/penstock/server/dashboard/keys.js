// API keys, and who did what with them.
import { h, announce, body, button, command, confirmBy, head, n, panel, plural, state, table, utc, when } from './kit.js';
import { get, post, send } from './api.js';
import { go, href } from './app.js';
import { checks, formPanel, input } from './forms.js';

const SCOPES = ['read', 'submit', 'operate', 'admin'];

export default async function keys(main, { query, signal, me }) {
  const before = query.get('before');
  const [{ keys: list }, audit] = await Promise.all([get('/v1/keys', { signal }), get('/v1/audit?limit=50' + (before ? '&before=' + before : ''), { signal })]);
  const plan = h('div');
  const close = () => plan.replaceChildren();
  const again = () => go(location.pathname + location.search, { replace: true });
  main.append(head('Keys', said(list), h('div', { class: 'actions' }, button('New key…', () => plan.replaceChildren(newForm(plan, close, list, again))))), plan,
    panel('Keys', null, table('Keys', ['Key', 'Scopes', 'State', { t: 'Last used', num: true }, { t: 'Action', vh: true }], list.map(key => row(key, me, plan, close, again)), { empty: 'No key yet: whoever reaches the server may do everything.' })),
    auditPanel(audit, before));
}

const good = key => !key.revoked && (!key.expires || new Date(key.expires) > new Date());

function said(list) {
  if (!list.length) return ['No key yet. ', h('span', { class: 'rejected' }, 'Whoever reaches this server may do everything'), ', and it listens on this machine only. From the first key on everybody needs one.'];
  const live = list.filter(good);
  const unused = live.filter(key => !key.lastUsed);
  return [`${plural(live.length, 'key opens', 'keys open')} this server`, unused.length ? `; ${n(unused.length)} ${unused.length === 1 ? 'was' : 'were'} never used` : '', '.'];
}

function row(key, me, plan, close, again) {
  const standing = key.revoked ? state('dismissed', `taken back ${utc(key.revoked)}`) : !good(key) ? state('dismissed', `ended ${utc(key.expires)}`) : state('ok', key.expires ? `until ${utc(key.expires)}` : 'open');
  const path = '/v1/keys/' + encodeURIComponent(key.id);
  return h('tr', { class: good(key) ? 'link' : 'quiet' }, h('td', {}, h('span', { class: 'strong' }, key.name || 'no name'), key.id === me.key ? h('span', { class: 'dim' }, ' · yours') : null, h('span', { class: 'two' }, h('span', { class: 'mono' }, key.id), ` · ${key.tenant}`)),
    h('td', { 'data-l': 'Scopes' }, key.scopes.join(', ')), h('td', { 'data-l': 'State' }, h('span', {}, standing, h('span', { class: 'two' }, 'made ', when(key.created)))), h('td', { class: 'num nowrap', 'data-l': 'Last used' }, when(key.lastUsed)),
    h('td', { class: 'num nowrap' }, good(key) ? [button('Rotate…', () => ask(plan, `rotate ${key.id.slice(-6)}`, 'Make a new key', `A key of the same kind takes over from ${key.name || key.id}; the old one ends after a day.`, async () => shown(plan, await post(path + '/rotate'), again), close), { class: 'plain', 'aria-label': `Rotate ${key.name || key.id}` }),
      button('Take back…', () => ask(plan, `revoke ${key.id.slice(-6)}`, 'Take the key back', `${key.name || key.id} opens nothing any more, at once and for good.${key.id === me.key ? ' It is the one that you use now.' : ''}`, async () => {
        await send('DELETE', path);
        announce('The key is taken back.');
        await again();
      }, close), { class: 'plain', 'aria-label': `Take back ${key.name || key.id}` })] : null));
}

function ask(plan, words, verb, why, act, close) {
  const form = confirmBy(words, verb, act, close);
  plan.replaceChildren(panel(verb, null, body(h('p', {}, why), form)));
  form.focusInput();
}

/** The only time that it is shown. */
function shown(plan, key, again) {
  plan.replaceChildren(panel(`Key ${key.name || key.id}`, null, body(h('p', {}, 'This is the only time that it is shown. Copy it now.'), command('The key', key.key), h('p', { class: 'actions' }, button('I have copied it', again, { class: 'primary' })))));
  announce('The key is made. Copy it now.');
}

function newForm(plan, close, list, again) {
  const first = list.length === 0;
  return formPanel('New key', [['Name', input('name', { placeholder: 'who it is for' })], ['Tenant', input('tenant', { value: 'default' })], ['Scopes', checks('scopes', SCOPES, first ? ['admin'] : ['read'])], ['Ends, such as 2027-01-01T00:00:00Z; empty: never', input('expires')]], 'Make the key', async given => {
    const wish = { name: given.get('name'), tenant: given.get('tenant'), scopes: given.getAll('scopes') };
    if (given.get('expires')) wish.expires = given.get('expires');
    if (first && !wish.scopes.includes('admin')) throw new Error('The first key must be an admin: nobody else could make another one.');
    shown(plan, await post('/v1/keys', wish), again);
  }, close);
}

function auditPanel(audit, before) {
  const next = audit.links.next && new URL(audit.links.next, location.origin).searchParams.get('before');
  return panel('Audit log, newest first', 'what operators and admins changed', table('Audit log', ['When', 'Who', 'Action', 'Target', { t: 'Answer', num: true }], audit.audit.map(line => h('tr', {}, h('td', { class: 'nowrap' }, utc(line.at)),
    h('td', { 'data-l': 'Who' }, h('span', {}, h('span', { class: 'mono' }, line.key || 'no key'), ` · ${line.tenant}`)), h('td', { 'data-l': 'Action' }, h('code', {}, line.action)), h('td', { 'data-l': 'Target' }, h('span', { class: 'mono wrap' }, line.target)),
    h('td', { class: 'num', 'data-l': 'Answer' }, line.status < 400 ? state('ok', String(line.status)) : state('failed', String(line.status))))), { empty: 'Nothing was changed yet.' }),
  h('div', { class: 'foot pager' }, before ? h('a', { class: 'btn', href: href('keys') }, 'Newest') : null, next ? h('a', { class: 'btn', rel: 'next', href: `${href('keys')}?before=${next}` }, 'Older') : h('span', {}, 'these are the oldest')));
}
