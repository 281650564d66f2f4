// Who is behind, is it getting worse, what failed, what runs.
import { $, h, body, bytes, chart, dur, foot, glyph, head, k, n, panel, plural, spark,
  state as mark, svg, table, tip, utc } from './kit.js';
import { follow, get, pause, visible } from './api.js';
import { deadCount, href, live } from './app.js';
import { firstRun } from './first-run.js';
import { jobTable, refresh } from './job-rows.js';

export default async function overview(main, context) {
  const { jobs } = await get('/v1/jobs?limit=10', context);
  if (!jobs.length) {
    await firstRun(main, context, () => context.signal.aborted || fill(main, context));
    return;
  }
  await fill(main, context);
}

async function fill(main, context) {
  const { signal, can } = context;
  const { jobs } = await get('/v1/jobs?limit=10', { signal });
  const recent = panel('Recent jobs', h('a', { href: href('jobs') }, 'All jobs'), jobTable(jobs));
  recent.classList.add('wide');
  const letters = await get('/v1/dead-letters/groups', { signal });
  deadCount(letters.groups.reduce((sum, group) => sum + group.chunks, 0));
  if (!can('operate')) {
    const running = jobs.filter(job => !job.finished).length;
    main.replaceChildren(head('Overview', [running ? `${plural(running, 'job')} of the newest ten `
      + (running === 1 ? 'runs.' : 'run.') : 'No job of the newest ten runs.']),
    h('div', { class: 'grid' }, recent),
    h('p', { class: 'foot-line' }, 'Stages, gates and the last hour are shown to keys that may operate.'));
    refreshing(recent, signal, true);
    return;
  }
  const parts = { say: h('p', { class: 'say' }), kpis: h('section', { class: 'kpis', 'aria-label': 'Key figures' }),
    stages: h('div'), gates: h('div'), side: h('div', { class: 'c4 stack' }), foot: h('p', { class: 'foot-line' }) };
  const state = { letters, stages: await get('/v1/stages', { signal }), gates: [], history: null, ready: null };
  await slow(state, signal);
  drawFast(parts, state);
  drawSlow(parts, state);
  main.replaceChildren(
    h('div', { class: 'head' }, h('h1', { tabindex: -1 }, 'Overview'), parts.say,
      h('p', { class: 'crumb' }, `Last 60 minutes, one point a minute`,
        h('span', {}, `seen since ${utc(state.history.since)}`))),
    parts.kpis,
    h('div', { class: 'grid' }, h('div', { class: 'c8 stack' }, parts.stages, parts.gates, recent), parts.side),
    parts.foot);
  watch(parts, state, signal);
  slowly(parts, state, signal);
  refreshing(recent, signal, false);
}

/** The stages as they change, once a second at most. */
function watch(parts, state, signal) {
  follow('/v1/stages', { signal, onstate: live, onevent: stages => {
    state.stages = stages;
    drawFast(parts, state);
  } });
}

async function slow(state, signal) {
  const [history, gates, ready, letters] = await Promise.all([
    get('/v1/history', { signal }), get('/v1/gates', { signal }),
    get('/health/ready', { signal }).catch(() => null), get('/v1/dead-letters/groups', { signal })]);
  Object.assign(state, { history, gates: gates.gates, ready, letters });
}

async function slowly(parts, state, signal) {
  try {
    while (true) {
      await pause(10_000, signal);
      await visible(signal);
      await slow(state, signal).catch(trouble => { if (signal.aborted) throw trouble; });
      drawSlow(parts, state);
    }
  } catch (left) {
    if (!signal.aborted) throw left;
  }
}

/** Rows of known jobs change in place; new ones wait for the user, unless the page is untouched. */
async function refreshing(recent, signal, indicator) {
  try {
    while (true) {
      await pause(2000, signal);
      await visible(signal);
      const { jobs } = await get('/v1/jobs?limit=10', { signal })
        .then(found => { if (indicator) live('live'); return found; })
        .catch(trouble => { if (signal.aborted) throw trouble; if (indicator) live('lost'); return { jobs: [] }; });
      if (refresh(recent, jobs) && !recent.contains(document.activeElement)) {
        $('.scroll', recent).replaceWith(jobTable(jobs));
      }
    }
  } catch (left) {
    if (!signal.aborted) throw left;
  }
}

const label = stage => `${stage.pipeline} › ${stage.stage}`;
const late = (stage, limit) => stage.oldestReadySeconds > limit;

function drawFast(parts, { stages: { stages, lagLimitSeconds: limit } }) {
  const behind = stages.filter(stage => late(stage, limit))
    .sort((a, b) => b.oldestReadySeconds - a.oldestReadySeconds);
  const held = stages.filter(stage => stage.paused && stage.ready);
  parts.say.replaceChildren(...sentence(behind, held, limit).flat());
  const busy = stages.filter(stage => stage.ready || stage.running || stage.delayed || stage.paused || stage.p95Seconds != null)
    .sort((a, b) => b.oldestReadySeconds - a.oldestReadySeconds || b.running - a.running || b.itemsPerSecond - a.itemsPerSecond);
  const idle = stages.filter(stage => !busy.includes(stage));
  const fresh = panel('Stages, by how late they are',
    h('span', { class: 'key' }, 'bar: age of the oldest ready chunk, log scale', h('span', {}, '┊ limit')),
    table('Stages', ['Stage', { t: 'Oldest', num: true }, { t: 'Age against limit', vh: true }, { t: 'Ready', num: true },
      { t: 'Running', num: true }, { t: 'Items/s', num: true }, { t: 'p95', num: true }, { t: 'Retries · dead, 1 h', num: true }],
    busy.map(stage => stageRow(stage, limit)), { empty: 'Nothing ran in the last hour, and nothing waits.' }),
    idle.length && busy.length ? foot(`${idle.length} idle for an hour: `, idle.map(label).join(', ')) : null);
  parts.stages.replaceWith(fresh);
  parts.stages = fresh;
}

function sentence(behind, held, limit) {
  const paused = held.length
    ? [' ', h('span', { class: 'rejected' }, `${label(held[0])} is paused`),
      ` with ${plural(held[0].ready, 'chunk')} waiting${held.length > 1 ? `, and ${held.length - 1} more` : ''}.`] : [];
  const worst = behind.find(stage => !stage.paused);
  if (!worst) return paused.length ? [paused, ' Everything else keeps up.'] : ['Everything keeps up.'];
  const more = behind.length > 1 ? ` ${plural(behind.length - 1, 'more stage')} ${behind.length === 2 ? 'is' : 'are'} late.` : ' Everything else keeps up.';
  return [h('span', { class: 'rejected' }, `${label(worst)} is behind: `),
    `its oldest chunk has waited ${dur(worst.oldestReadySeconds)} (limit ${dur(limit)}), and ${worst.running} run.`, more, paused];
}

const LONGEST = 4.3;
const onLog = (s, width) =>
  Math.max(0, Math.min(1, Math.log10(Math.max(s, .1) * 10) / LONGEST)) * width;

function ageBar(stage, limit) {
  return chart(h('div'), w => svg(w, 14, `oldest ${dur(stage.oldestReadySeconds)}, limit ${dur(limit)}`,
    h('rect', { y: 4, width: w, height: 6, rx: 2, class: 'f-sunken' }),
    h('rect', { y: 4, width: stage.ready ? Math.max(2, onLog(stage.oldestReadySeconds, w)) : 0, height: 6, rx: 2,
      class: late(stage, limit) ? 'f-rejected' : 'f-running' }),
    h('line', { x1: onLog(limit, w), x2: onLog(limit, w), y1: 0, y2: 14, class: 'thr' })));
}

function stageRow(stage, limit) {
  const isLate = late(stage, limit);
  const most = stage.limits.concurrency ? ` / ${stage.limits.concurrency}` : '';
  return h('tr', {},
    h('td', { class: 'nowrap2' }, h('a', { href: href('stages') }, h('span', { class: 'dim' }, stage.pipeline + ' › '),
      h('span', { class: 'strong' }, stage.stage)),
    stage.paused ? h('span', { class: 'two rejected' }, glyph('paused'), ' paused') : null),
    h('td', { 'data-l': 'Oldest', class: 'num nowrap ' + (isLate ? 'rejected strong' : '') },
      h('span', {}, isLate ? [glyph('rejected'), ' '] : '', stage.ready ? dur(stage.oldestReadySeconds) : '–')),
    h('td', { class: 'agecell' }, ageBar(stage, limit)),
    h('td', { 'data-l': 'Ready', class: 'num' }, n(stage.ready)),
    h('td', { 'data-l': 'Running', class: 'num nowrap' }, n(stage.running) + most),
    h('td', { 'data-l': 'Items/s', class: 'num' }, k(stage.itemsPerSecond)),
    h('td', { 'data-l': 'p95', class: 'num nowrap' }, dur(stage.p95Seconds)),
    h('td', { 'data-l': 'Retries, dead', class: 'num nowrap' }, h('span', {}, stage.retriesHour ? n(stage.retriesHour) : '–', ' · ',
      stage.deadHour ? h('span', { class: 'dead strong' }, n(stage.deadHour)) : '–')));
}

const added = lines => lines.length ? lines[0].map((_, i) => lines.reduce((sum, line) => sum + line[i], 0)) : Array(60).fill(0);
const highest = lines => lines.length ? lines[0].map((_, i) => Math.max(...lines.map(line => line[i]))) : Array(60).fill(0);
const total = line => line.reduce((sum, x) => sum + x, 0);

function kpi(name, value, unit, note, values, options) {
  return h('div', { class: 'kpi' }, h('h2', { class: 'dim' }, name), h('div', { class: 'v' }, value, unit && h('small', {}, unit)),
    chart(h('div', { class: 'sparkline' }), w => spark(values, { w, hh: 30, ...options })), h('div', { class: 'sub' }, note));
}

function drawSlow(parts, state) {
  const { history, stages: { stages, lagLimitSeconds: limit }, ready, letters } = state;
  const items = added(history.pipelines.map(pipeline => pipeline.items));
  const perSecond = total(items.slice(-2)) / (60 + new Date(history.now).getUTCSeconds());
  const lag = highest(history.stages.map(stage => stage.oldest));
  const worst = [...stages].sort((a, b) => b.oldestReadySeconds - a.oldestReadySeconds)[0];
  const rejected = added(history.stages.map(stage => stage.rejected));
  const dead = added(history.stages.map(stage => stage.dead));
  const acks = history.acks;
  parts.kpis.replaceChildren(
    kpi('Throughput', k(perSecond), 'items/s', 'busiest stage of each pipeline', items.map(x => x / 60)),
    kpi('Oldest waiting chunk', worst?.ready ? dur(worst.oldestReadySeconds) : '0 s', '', `${worst?.ready ? label(worst) : 'nothing waits'} · limit ${dur(limit)}`, lag, { limit: Math.max(...lag) > limit / 4 ? limit : null, cls: 'warn' }),
    kpi('Failed, 1 h', n(total(rejected)), ['rejected · ', h('b', { class: total(dead) ? 'dead' : '' }, n(total(dead))), ' dead'], 'items rejected a minute', rejected),
    acks.p99Hour < 0 ? kpi('Accepted in (p99)', '–', '', 'no payload came in the last hour', acks.p99)
      : kpi('Accepted in (p99)', dur(acks.p99Hour), '', `last byte to 202 · p50 ${dur(acks.p50Hour)}`, acks.p99));
  const groups = letters.groups;
  const letterCount = groups.reduce((sum, group) => sum + group.chunks, 0);
  parts.side.replaceChildren(
    panel('Pipelines', 'items/s', body(h('table', { class: 'tight' }, h('tbody', {}, history.pipelines.map(pipeline =>
      h('tr', {}, h('th', { scope: 'row', class: 'rowh' }, pipeline.pipeline, h('span', { class: 'two' }, `${n(total(pipeline.items))} items, 1 h`)),
        h('td', { class: 'sparkcell' }, spark(pipeline.items, { w: 84, hh: 22 })),
        h('td', { class: 'num strong' }, k(total(pipeline.items.slice(-2)) / (60 + new Date(history.now).getUTCSeconds()))))))),
    history.pipelines.length ? null : h('p', { class: 'dim' }, 'Nothing went through since the server started.'))),
    failures(rejected, dead, groups, letterCount));
  deadCount(letterCount);
  const shown = state.gates.filter(gate => (gate.inUse || gate.paused) && !stages.some(stage => gate.gate === `stage/${stage.pipeline}/${stage.stage}`));
  const gates = shown.length ? panel('Gates at work', h('a', { href: href('stages') }, 'All gates'), body(h('div', { class: 'gates' }, shown.slice(0, 12).map(gate =>
    h('div', { class: 'gate' }, h('b', {}, gate.gate), ' ', h('span', { class: 'dim' }, `${n(gate.inUse)} in use`), gate.paused ? h('div', { class: 'small rejected' }, glyph('paused'), gate.pausedUntil ? ` paused until ${utc(gate.pausedUntil)}` : ' paused') : null))))) : h('div', { class: 'hide' });
  parts.gates.replaceWith(gates);
  parts.gates = gates;
  parts.foot.replaceChildren(...(ready?.checks ?? []).map(check => h('span', {}, well(check))), h('span', {}, h('kbd', {}, '/'), ' search'));
}

function well(check) {
  const room = /^(\d+) bytes may still be written\.$/.exec(check.detail);
  return mark(check.well ? 'ok' : 'failed', room ? `${bytes(Number(room[1]))} free` : check.well ? check.check : check.detail);
}

function failures(rejected, dead, groups, letters) {
  const most = Math.max(...rejected, 1);
  const mostDead = Math.max(...dead, 1);
  const H = 78;
  const draw = w => {
    const bar = w / rejected.length;
    return svg(w, H + 30, `${n(total(rejected))} rejected and ${n(total(dead))} dead in the last hour`,
      rejected.map((x, i) => h('g', {}, tip(`${rejected.length - 1 - i} min ago: ${x} rejected, ${dead[i]} dead`),
        x ? h('rect', { x: i * bar + .5, width: bar - 1, y: H - x / most * (H - 14), height: Math.max(1, x / most * (H - 14)), class: 'f-rejected' }) : null,
        dead[i] ? h('rect', { x: i * bar + .5, width: bar - 1, y: H + 2, height: 2 + dead[i] / mostDead * 12, class: 'f-dead' }) : null)),
      h('line', { x1: 0, x2: w, y1: H + 1, y2: H + 1, class: 'axs' }),
      [[0, '60 min ago', 'start'], [w / 2, '30', 'middle'], [w, 'now', 'end']].map(([x, text, anchor]) =>
        h('text', { x, y: H + 29, class: 'ax', 'text-anchor': anchor }, text)),
      h('text', { x: 0, y: 9, class: 'ax' }, `at most ${n(Math.max(...rejected))} and ${n(Math.max(...dead))} a minute`));
  };
  return panel('Failures, 1 h', h('span', { class: 'key' }, mark('rejected'), mark('dead')), body(chart(h('div'), draw)),
    foot(letters ? h('a', { href: href('dead-letters') }, `${plural(letters, 'dead letter')} in ${plural(groups.length, 'group')}`) : 'No dead letters.'));
}
