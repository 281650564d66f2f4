// The frame of every page, and which module draws which address.
import { $, h, button, glyph, hatch, head, n, state } from './kit.js';
import { get, hasKey, Problem, useKey } from './api.js';

const PAGES = {
  overview: ['Overview', () => import('./overview.js')],
  jobs: ['Jobs', () => import('./jobs.js')],
  job: ['Job', () => import('./job.js')],
  'dead-letters': ['Dead letters', () => import('./dead-letters.js')],
  stages: ['Stages', () => import('./stages.js'), 'operate'],
  schedules: ['Schedules', () => import('./schedules.js')],
  callbacks: ['Callbacks', () => import('./callbacks.js')],
  collections: ['Collections', () => import('./collections.js')],
  collection: ['Collection', () => import('./collection.js')],
  accounts: ['Accounts', () => import('./accounts.js')],
  account: ['Account', () => import('./account.js')],
  disposal: ['Disposal', () => import('./disposal.js')],
  keys: ['Keys', () => import('./keys.js'), 'admin'],
  'log-in': ['Log in', () => import('./log-in.js')],
};
const NAV = ['overview', 'jobs', 'dead-letters', 'stages', 'schedules', 'callbacks', 'collections',
  'accounts', 'keys'];
/** The page of one thing, by the page of all of them and how much of a path there is. */
const DEEPER = { jobs: ['job'], collections: ['collection'], accounts: ['account', 'disposal'] };

let me = null;
let leaving = null;

export const href = (page, ...names) =>
  page === 'overview' ? '/' : '/ui/' + [page, ...names].map(encodeURIComponent).join('/');

function place() {
  const path = location.pathname.split('/').filter(Boolean).slice(1).map(decodeURIComponent);
  const [root = 'overview', ...names] = path;
  const page = names.length ? DEEPER[root]?.[names.length - 1] : root;
  return { root, page: PAGES[page] ? page : null, names };
}

/** Goes to another page of the dashboard without loading it anew. */
export function go(address, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  return draw();
}

const LOGO = () => h('svg', { width: 18, height: 18, viewBox: '0 0 18 18', 'aria-hidden': 'true' },
  h('path', { d: 'M2 2V7C2 10 4 10 6 10H12C15 10 16 12 16 16M6 2V5C6 6 6.5 6 8 6H13C16 6 16 5 16 2',
    fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round' }));
const HALF = () => h('svg', { width: 14, height: 14, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
  h('circle', { cx: 7, cy: 7, r: 5.5, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 }),
  h('path', { d: 'M7 1.5A5.5 5.5 0 0 1 7 12.5Z', fill: 'currentColor' }));

function theme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('penstock-theme', root.dataset.theme);
  } catch {
    // Not kept then.
  }
}

function frame(root) {
  const may = scope => !scope || me?.scopes.includes(scope);
  const links = NAV.filter(id => may(PAGES[id][2])).map(id =>
    h('a', { href: href(id), 'aria-current': id === root ? 'page' : null }, PAGES[id][0],
      id === 'dead-letters' ? h('span', { class: 'count hide', id: 'dead-count' }) : null));
  const nav = h('nav', { class: 'nav', 'aria-label': 'Main' }, root === 'log-in' ? [] : links);
  const who = me?.keyNeeded && me.key
    ? [h('span', { class: 'opt' }, `${me.tenant} · ${role(me)}`),
      button('Log out', logOut, { class: 'plain', id: 'log-out' })]
    : null;
  const bar = h('header', { class: 'bar' },
    h('a', { class: 'brand', href: '/' }, LOGO(), 'Penstock'), nav,
    h('div', { class: 'tail' }, who, h('span', { id: 'live' }),
      button(HALF(), theme,
        { class: 'plain', id: 'theme', 'aria-label': 'Switch between light and dark' })));
  $('.bar')?.remove();
  $('.skip').after(bar);
  const on = $('[aria-current]', nav);
  if (on) nav.scrollLeft = on.offsetLeft - 60;
}

const role = who =>
  who.scopes.includes('admin') ? 'admin'
    : who.scopes.includes('operate') ? 'operator'
      : who.scopes.includes('read') ? 'viewer' : 'submits only';

function logOut() {
  useKey('');
  me = null;
  go(href('log-in'));
}

/** How fresh the page is: live, or since when it is not. */
let since = 0;
let ticking = 0;
export function live(how) {
  const host = $('#live');
  if (!host) return;
  clearInterval(ticking);
  if (how === 'live') {
    host.replaceChildren(h('span', { class: 'st ok', title: 'Changes arrive as they happen' },
      h('span', { class: 'pulse st' }, glyph('ok')), 'live'));
  } else if (how === 'lost') {
    since = Date.now();
    const show = () => host.replaceChildren(
      state('stale', `last update ${Math.round((Date.now() - since) / 1000)} s ago`));
    show();
    ticking = setInterval(show, 1000);
  } else {
    host.replaceChildren();
  }
}

/** The number beside "Dead letters". */
export function deadCount(count) {
  const badge = $('#dead-count');
  if (!badge) return;
  badge.textContent = n(count);
  badge.classList.toggle('hide', !count);
}

async function draw() {
  leaving?.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { root, page, names } = place();
  const main = $('#main');
  try {
    me ??= await get('/v1/me');
    if (signal.aborted) return;
    if (page !== 'log-in' && me.keyNeeded && !me.key) {
      await go(href('log-in') + '?to=' + encodeURIComponent(location.pathname + location.search),
        { replace: true });
      return;
    }
    frame(root);
    live('');
    main.setAttribute('aria-busy', 'true');
    main.classList.add('ghost');
    if (!page) {
      main.replaceChildren(head('No such page', 'There is nothing at this address.',
        h('p', {}, h('a', { href: '/' }, 'To the overview'))));
      return;
    }
    const module = await PAGES[page][1]();
    const context = { signal, names, me, query: new URLSearchParams(location.search),
      can: scope => me.scopes.includes(scope), title: text => { document.title = text + ' · Penstock'; } };
    context.title(PAGES[page][0]);
    const fresh = h('div', { class: 'page' });
    await module.default(fresh, context);
    if (signal.aborted) return;
    main.replaceChildren(fresh);
  } catch (trouble) {
    if (signal.aborted) return;
    refused(main, trouble);
  } finally {
    if (!signal.aborted) {
      main.removeAttribute('aria-busy');
      main.classList.remove('ghost');
    }
  }
}

function refused(main, trouble) {
  if (trouble instanceof Problem && trouble.status === 401) {
    useKey('');
    me = null;
    go(href('log-in') + '?to=' + encodeURIComponent(location.pathname + location.search),
      { replace: true });
    return;
  }
  if (!(trouble instanceof Problem) && !(trouble instanceof TypeError)) throw trouble;
  const known = trouble instanceof Problem;
  const words = {
    'job.unknown': ['This job is not here', 'It was removed, or its time was over: an ended job goes with its payload, results and rejects when retention says so. Collections that it published stay.'],
    'access.scope_missing': ['Your key does not allow this', trouble.message],
  }[trouble.code] ?? [known ? 'That did not work' : 'The server does not answer', known ? trouble.message
    : 'It may be starting, stopping, or gone. The page comes back when it does.'];
  main.replaceChildren(head(words[0], words[1],
    h('div', { class: 'actions' }, button('Try again', draw, { class: 'primary' }),
      h('a', { class: 'btn', href: '/' }, 'To the overview'))));
}

/** After logging in: what the new key opens is asked for anew. */
export function entered(to) {
  me = null;
  return go(to, { replace: true });
}

function start() {
  document.body.prepend(h('a', { class: 'skip', href: '#main' }, 'Skip to content'));
  document.body.append(
    h('div', { 'aria-hidden': 'true', class: 'off' }, h('svg', { width: 0, height: 0 }, hatch())),
    h('div', { id: 'announce', class: 'vh', role: 'status' }));
  document.addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey
      || event.shiftKey || link.target || link.hasAttribute('download')) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || !(to.pathname === '/' || to.pathname.startsWith('/ui/'))) return;
    if (to.hash && to.pathname === location.pathname) return;
    event.preventDefault();
    go(to.pathname + to.search).then(() => {
      scrollTo(0, 0);
      $('#main').focus({ preventScroll: true });
    });
  });
  addEventListener('popstate', draw);
  addEventListener('keydown', event => {
    if (event.key !== '/' || /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) return;
    const search = $('input[type=search]');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  });
  if (!hasKey()) useKey('');
  draw();
}

start();
