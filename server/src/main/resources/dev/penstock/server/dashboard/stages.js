// Every stage and gate: how it stands, pause and limits. They hold over all processes.
import { $, h, announce, button, dur, head, k, n, panel, plural, state, table, utc } from './kit.js';
import { follow, get, post, send } from './api.js';
import { live } from './app.js';

export default async function stages(main, { signal, can }) {
  const admin = can('admin');
  let shown = await get('/v1/stages', { signal });
  const say = h('p', { class: 'say' });
  const host = h('div');
  const gatesHost = h('div');
  main.append(h('div', { class: 'head' }, h('h1', { tabindex: -1 }, 'Stages'), say), host, gatesHost);
  const draw = () => {
    say.replaceChildren(...said(shown));
    if (host.contains(document.activeElement) && document.activeElement !== document.body) return patch(host, shown);
    if ($('form', host)) return patch(host, shown);
    host.replaceChildren(stageTable(shown, admin, refresh));
  };
  const refresh = async () => {
    shown = await get('/v1/stages', { signal });
    host.replaceChildren(stageTable(shown, admin, refresh));
    say.replaceChildren(...said(shown));
    await drawGates(gatesHost, admin, signal);
  };
  draw();
  await drawGates(gatesHost, admin, signal);
  follow('/v1/stages', { signal, onstate: live, onevent: fresh => {
    shown = fresh;
    draw();
  } });
}

function said({ stages, lagLimitSeconds: limit }) {
  const paused = stages.filter(stage => stage.paused);
  const late = stages.filter(stage => stage.oldestReadySeconds > limit);
  const running = stages.reduce((sum, stage) => sum + stage.running, 0);
  const waiting = stages.reduce((sum, stage) => sum + stage.ready, 0);
  return [`${plural(running, 'chunk runs', 'chunks run')}, ${n(waiting)} ${waiting === 1 ? 'waits' : 'wait'}. `,
    late.length ? h('span', { class: 'rejected' }, `${plural(late.length, 'stage is', 'stages are')} late. `) : 'No stage is late. ',
    paused.length ? h('span', { class: 'rejected' }, `${paused.map(stage => `${stage.pipeline} › ${stage.stage}`).join(', ')} ${paused.length === 1 ? 'is' : 'are'} paused.`) : ''];
}

const idOf = stage => `${stage.pipeline}/${stage.stage}`;
const numbers = (stage, limit) => [stage.ready ? dur(stage.oldestReadySeconds) : '–', n(stage.ready), n(stage.delayed), n(stage.running), n(stage.dead), k(stage.itemsPerSecond), dur(stage.p95Seconds)]
  .map((text, i) => [text, i === 0 && stage.oldestReadySeconds > limit ? 'rejected strong' : i === 4 && stage.dead ? 'dead strong' : '']);
const NAMES = ['Oldest waits', 'Ready', 'Delayed', 'Running', 'Dead', 'Items/s', 'p95'];

/** Only numbers change while somebody is at a button or in a form. */
function patch(host, { stages, lagLimitSeconds: limit }) {
  for (const stage of stages) {
    const row = host.querySelector(`[data-stage="${idOf(stage)}"]`);
    numbers(stage, limit).forEach(([text, cls], i) => {
      const span = row?.querySelectorAll('[data-number]')[i];
      if (span) {
        span.textContent = text;
        span.className = cls;
      }
    });
  }
}

function stageTable({ stages, lagLimitSeconds: limit }, admin, refresh) {
  const rows = [];
  let pipeline = '';
  for (const stage of stages) {
    if (stage.pipeline !== pipeline) {
      pipeline = stage.pipeline;
      rows.push(h('tr', { class: 'group' }, h('td', { colspan: 10 }, pipeline)));
    }
    rows.push(stageRow(stage, limit, admin, refresh));
  }
  return panel('Stages', 'limits and pauses hold over all processes', table('Stages',
    ['Stage', ...NAMES.map(t => ({ t, num: true })), 'Limits', { t: 'Action', vh: true }], rows));
}

function stageRow(stage, limit, admin, refresh) {
  const path = `/v1/stages/${encodeURIComponent(stage.pipeline)}/${encodeURIComponent(stage.stage)}`;
  const name = `${stage.pipeline} ${stage.stage}`;
  const row = h('tr', { class: 'link', 'data-stage': idOf(stage) },
    h('td', { class: 'first' }, h('span', { class: 'strong' }, stage.stage), stage.paused ? [' ', state('paused', 'paused')] : null),
    numbers(stage, limit).map(([text, cls], i) => h('td', { class: 'num nowrap', 'data-l': NAMES[i] }, h('span', { 'data-number': '', class: cls }, text))),
    h('td', { 'data-l': 'Limits' }, h('span', {}, limitsText(stage.limits))),
    h('td', { class: 'num nowrap' }, admin ? [
      stage.paused ? button('Resume', () => act(row, post(path + '/resume'), `${name} goes on.`, refresh), { 'aria-label': `Resume ${name}` })
        : button('Pause', () => act(row, post(path + '/pause'), `${name} is paused.`, refresh), { 'aria-label': `Pause ${name}` }), ' ',
      button('Limits…', event => toggleForm(row, event.currentTarget, stage.limits, body => act(row, send('PUT', path + '/limits', body), `Limits of ${name} are set.`, refresh)), { class: 'plain', 'aria-expanded': 'false', 'aria-label': `Limits of ${name}` })] : null));
  return row;
}

export const limitsText = limits => [limits.concurrency ? `${n(limits.concurrency)} at once` : '', limits.permits ? `${n(limits.permits)} per ${period(limits.period)}` : ''].filter(Boolean).join(', ') || 'none';
const period = text => ({ PT1S: 'second', PT1M: 'minute', PT1H: 'hour', PT24H: 'day' }[text] ?? text);

async function act(row, promise, said, refresh) {
  try {
    await promise;
    announce(said);
    await refresh();
  } catch (problem) {
    const host = row.nextElementSibling?.classList.contains('sub') ? row.nextElementSibling : h('tr', { class: 'sub' });
    const trouble = h('p', { class: 'dead', role: 'alert' }, problem.message);
    if (host.parentNode) host.firstChild.append(trouble);
    else {
      host.append(h('td', { colspan: 10 }, trouble));
      row.after(host);
    }
  }
}

function toggleForm(row, toggle, limits, save) {
  if (toggle.getAttribute('aria-expanded') === 'true') {
    toggle.setAttribute('aria-expanded', 'false');
    row.nextElementSibling.remove();
    return;
  }
  toggle.setAttribute('aria-expanded', 'true');
  const number = (name, label, value) => h('label', {}, label, ' ', h('input', { type: 'text', inputmode: 'numeric', pattern: '[0-9]{0,9}', name, value: String(value), size: 6 }));
  const form = h('form', { class: 'filters', onsubmit: event => {
    event.preventDefault();
    const given = new FormData(form);
    save({ concurrency: Number(given.get('concurrency') || 0), permits: Number(given.get('permits') || 0), period: given.get('period'), burst: Math.max(1, Number(given.get('burst') || 1)) });
  } }, number('concurrency', 'At once (0: no limit)', limits.concurrency), number('permits', 'Permits (0: no limit)', limits.permits),
  h('label', {}, 'per ', h('select', { name: 'period' }, ['PT1S', 'PT1M', 'PT1H', 'PT24H', limits.period].filter((x, i, all) => all.indexOf(x) === i).map(x => h('option', { value: x, selected: x === limits.period }, period(x))))),
  number('burst', 'Burst', limits.burst), h('button', { type: 'submit', class: 'primary' }, 'Set'), button('Cancel', () => toggle.click(), { class: 'plain' }));
  row.after(h('tr', { class: 'sub' }, h('td', { colspan: 10 }, form)));
  form.querySelector('input').focus();
}

async function drawGates(host, admin, signal) {
  const { gates } = await get('/v1/gates', { signal });
  const outside = gates.filter(gate => !gate.gate.startsWith('stage/'));
  const refresh = () => drawGates(host, admin, signal);
  const busy = outside.filter(gate => gate.inUse || gate.paused);
  const idle = outside.filter(gate => !busy.includes(gate));
  const open = $('details', host)?.open ?? false;
  const rows = some => gateTable(some, admin, refresh);
  host.replaceChildren(panel('Gates', 'outside limits that chunks share', rows(busy),
    idle.length ? h('details', { open }, h('summary', {}, `${plural(idle.length, 'idle gate')}`), rows(idle)) : null));
}

function gateTable(gates, admin, refresh) {
  return table('Gates', ['Gate', { t: 'In use', num: true }, 'Limits', { t: 'Action', vh: true }], gates.map(gate => {
    const query = '?gate=' + encodeURIComponent(gate.gate);
    const row = h('tr', { class: 'link' }, h('td', {}, h('span', { class: 'strong' }, gate.gate), gate.paused ? [' ', state('paused', gate.pausedUntil ? `paused until ${utc(gate.pausedUntil)}` : 'paused')] : null),
      h('td', { class: 'num', 'data-l': 'In use' }, n(gate.inUse)), h('td', { 'data-l': 'Limits' }, h('span', {}, limitsText(gate.limits))),
      h('td', { class: 'num nowrap' }, admin ? [gate.paused ? button('Resume', () => act(row, post('/v1/gates/resume' + query), `${gate.gate} is open.`, refresh), { 'aria-label': `Resume gate ${gate.gate}` })
        : button('Pause', () => act(row, post('/v1/gates/pause' + query), `${gate.gate} is closed.`, refresh), { 'aria-label': `Pause gate ${gate.gate}` }), ' ',
      button('Limits…', event => toggleForm(row, event.currentTarget, gate.limits, body => act(row, send('PUT', '/v1/gates' + query, body), `Limits of ${gate.gate} are set.`, refresh)), { class: 'plain', 'aria-expanded': 'false', 'aria-label': `Limits of gate ${gate.gate}` })] : null));
    return row;
  }), { empty: 'Nothing goes through a gate now.' });
}
