// The bad items of a job: what, where, the original, and sending it again.
import { h, announce, button, bytes, foot, n, panel, plural, state, table } from './kit.js';
import { download, post } from './api.js';
import { href } from './app.js';

const STEP = 10;

export function rejectsPanel(job, rejects, most, { can }) {
  const codes = new Map();
  for (const reject of rejects) codes.set(reject.code, (codes.get(reject.code) ?? 0) + 1);
  let only = null;
  let shown = STEP;
  const host = h('div');
  const chips = [...codes].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([code, count]) => {
    const chip = button([code, ' ', h('b', {}, n(count))], () => {
      only = only === code ? null : code;
      for (const each of chips) each.setAttribute('aria-pressed', String(each === chip && only != null));
      draw();
    }, { class: 'chip', 'aria-pressed': 'false' });
    chip.replaceChildren(code, ' ', h('b', {}, n(count)));
    return chip;
  });
  const draw = () => {
    const chosen = rejects.filter(reject => !only || reject.code === only);
    host.replaceChildren(table('Rejects', ['Code', 'Where', 'Original', { t: 'Action', vh: true }],
      chosen.slice(0, shown).map(reject => row(job, reject, can)), { cls: 'cards rejects' }),
    foot(`${n(Math.min(shown, chosen.length))} of ${plural(only ? codes.get(only) : job.counts.rejected, 'reject')}`,
      only ? ' with this code' : '', rejects.length === most && job.counts.rejected > most ? ` (counted in the first ${n(most)})` : '', chosen.length > shown ? [' · ', linkButton('more', () => { shown += 4 * STEP; draw(); })] : '', ' · ',
      linkButton('all as rejects.geojsonl', () => download(`/v1/jobs/${job.id}/rejects`, 'rejects.geojsonl')),
      job.pipeline === 'transactions' ? [' · ', linkButton('errors.csv, to correct and send again', () => download(`/v1/jobs/${job.id}/errors.csv`, 'errors.csv'))] : null));
  };
  draw();
  const fresh = panel(plural(job.counts.rejected, 'reject'), h('div', { class: 'filters' }, chips,
    can('operate') && job.finished ? again(job, () => only) : null), host);
  fresh.id = 'rejects';
  return fresh;
}

const linkButton = (text, onclick) => button(text, onclick, { class: 'aslink' });

/** All of them, or those of one code, as they were: counted first. */
function again(job, only) {
  const host = h('span', { class: 'filters' });
  const ask = button('Send all again…', async () => {
    const code = only() ? `code=${encodeURIComponent(only())}` : '';
    const path = `/v1/jobs/${job.id}/rejects/replay?${code}`;
    try {
      const plan = await post(`${path}${code ? '&' : ''}dry-run=true`);
      host.replaceChildren(h('span', {}, `${plural(plan.items, 'item')}${only() ? ` with ${only()}` : ''}, as they came in${plan.withoutOriginal ? `; ${n(plan.withoutOriginal)} more have no original` : ''}: `),
        button('Send again as a child job', async () => {
          try {
            sent(host, await post(path));
          } catch (problem) {
            trouble(host, problem);
          }
        }, { class: 'primary' }), button('Cancel', () => host.replaceChildren(ask), { class: 'plain' }));
    } catch (problem) {
      trouble(host, problem);
    }
  });
  host.append(ask);
  return host;
}

function sent(host, ticket) {
  announce('Sent again as a child job.');
  host.replaceChildren(state('running', 'Sent again: '), h('a', { class: 'mono', href: href('jobs', ticket.id) }, ticket.id));
}

const trouble = (host, problem) => host.replaceChildren(h('span', { class: 'dead', role: 'alert' }, problem.message));

export const original = reject => reject.original === undefined ? reject.original_text ?? '' : JSON.stringify(reject.original);

function row(job, reject, can) {
  const text = original(reject);
  const id = reject.id ?? null;
  const edit = can('operate') && job.finished && text ? button('Edit…', () => {
    const open = edit.getAttribute('aria-expanded') === 'true';
    edit.setAttribute('aria-expanded', String(!open));
    if (open) shown.nextElementSibling.remove();
    else shown.after(editor(job, reject, text, () => edit.click()));
  }, { 'aria-expanded': 'false', 'aria-label': `Edit… item ${reject.item}` }) : null;
  const shown = h('tr', {}, h('td', {}, state('rejected', h('code', {}, reject.code)), h('span', { class: 'two' }, reject.message)),
    h('td', { 'data-l': 'Where' }, h('span', {}, `item ${n(reject.item)}`, id != null ? h('span', { class: 'two' }, `id ${id}`) : null,
      h('span', { class: 'two' }, reject.byte >= 0 ? `byte ${n(reject.byte)}` : '', reject.at ? ` · ${reject.at.map(x => +x.toFixed(6)).join(', ')}` : ' · no position'))),
    h('td', {}, h('div', { class: 'orig' }, text ? clipped(text) : `${bytes(reject.length)}, too large to be repeated`), reject.path ? h('span', { class: 'two mono' }, reject.path) : null),
    h('td', { class: 'num' }, edit));
  return shown;
}

const clipped = text => text.length > 260 ? text.slice(0, 260) + '…' : text;

function editor(job, reject, text, close) {
  const area = h('textarea', { rows: Math.min(12, Math.max(3, Math.ceil(text.length / 110))), spellcheck: 'false', 'aria-label': `Item ${reject.item}, edited` });
  area.value = text;
  const isJson = reject.original !== undefined;
  const verdict = h('span', { role: 'status' });
  const go = button('Send again as a child job', async () => {
    go.disabled = true;
    try {
      sent(host, await post(`/v1/jobs/${job.id}/rejects/replay`, area.value, { 'Content-Type': isJson ? 'application/geo+json' : 'text/plain' }));
    } catch (problem) {
      verdict.replaceChildren(state('failed', problem.message));
      go.disabled = false;
    }
  }, { class: 'primary' });
  const check = () => {
    if (!isJson) return;
    try {
      JSON.parse(area.value);
      verdict.replaceChildren(state('ok', 'It is JSON. The server checks the rest.'));
      go.disabled = false;
    } catch (trouble) {
      verdict.replaceChildren(state('failed', `Not JSON: ${trouble.message}`));
      go.disabled = true;
    }
  };
  area.addEventListener('input', check);
  const host = h('div', { class: 'filters' }, go, button('Cancel', close, { class: 'plain' }), verdict);
  return h('tr', { class: 'sub' }, h('td', { colspan: 4 }, h('div', { class: 'confirm' }, area, host,
    h('p', { class: 'small dim' }, 'The original is kept. The child job joins the same collection, and stands in the audit log under your key.'))));
}
