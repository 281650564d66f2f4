// Where the time went: each stage on one clock, as bins of chunks that waited, ran, waited to retry.
import { h, body, chart, dur, key, n, panel, plural, state, svg } from './kit.js';

const H = 30;

export function lanes(job, chunks) {
  const known = new Map((chunks?.stages ?? []).map(stage => [stage.stage, stage]));
  const span = Math.max(...[...known.values()].map(stage => stage.run.length * chunks.binSeconds), 0);
  const legend = h('span', { class: 'key' }, h('span', {}, key('f-waiting'), 'waiting'), h('span', {}, key('f-running'), 'running'), h('span', {}, key('f-retry'), 'waiting to retry'));
  const rows = job.stages.map(stage => {
    const seen = known.get(stage.stage);
    return h('div', { class: 'lane' }, h('div', { class: 'nm' }, stage.stage),
      chart(h('div', { class: 'plot' }), w => plot(stage, seen, span, chunks?.binSeconds, w)),
      h('div', { class: 'fig' }, figures(stage, seen)));
  });
  const axis = span ? h('div', { class: 'lane axis' }, h('span'), chart(h('div', { class: 'plot' }), w => ticks(span, w, !job.finished)), h('span')) : null;
  return panel('Stages on one clock', legend, body(rows, axis,
    chunks?.seen ? null : h('p', { class: 'small dim' }, 'When chunks ran is not known here: another process worked on them, or the server has started since. The numbers are the engine’s.')));
}

function figures(stage, seen) {
  const { ready, delayed, running, done, dead, cancelled } = stage.chunks;
  const total = ready + delayed + running + done + dead + cancelled;
  if (!total) return state('waiting', 'not started');
  const open = ready + delayed + running;
  const took = seen?.first != null ? h('span', {}, dur(Math.max(0, seen.last - seen.first))) : null;
  return [
    open ? state('running', `${n(done)} of ${n(total)}`) : dead ? state('dead', `${n(dead)} dead`) : cancelled ? state('dismissed', `${n(cancelled)} cancelled`) : state('ok', 'done'),
    took,
    total > 1 ? h('span', { class: 'dim' }, `${n(total)} chunks${seen?.p95 != null ? `, p95 ${dur(seen.p95)}` : ''}`) : null,
    stage.retries ? h('span', { class: 'retry' }, plural(stage.retries, 'retry', 'retries')) : null];
}

function plot(stage, seen, span, width, w) {
  const base = h('line', { x1: 0, x2: w, y1: H - .5, y2: H - .5, class: 'axl' });
  if (!seen || !span) return svg(w, H, `${stage.stage}: nothing seen`, base);
  const most = Math.max(...seen.run.map((x, i) => x + seen.retry[i]), 1);
  const mostWait = Math.max(...seen.wait, 1);
  const bar = w * width / span;
  const drawn = [];
  seen.run.forEach((run, i) => {
    let y = H - 1;
    const put = (height, cls) => {
      if (height <= 0) return;
      drawn.push(h('rect', { x: (i * bar).toFixed(2), y: (y - height).toFixed(2), width: (bar + .3).toFixed(2), height: height.toFixed(2), class: cls }));
      y -= height;
    };
    put(run > .004 ? Math.max(3, run / most * 16) : 0, 'f-running');
    put(seen.retry[i] > .004 ? Math.max(3, seen.retry[i] / most * 16) : 0, 'f-retry');
    put(seen.wait[i] > .02 ? Math.max(1.5, Math.sqrt(seen.wait[i] / mostWait) * 11) : 0, 'f-waiting');
  });
  const from = seen.first == null ? 'not started' : `from ${dur(seen.first)} to ${dur(seen.last)}`;
  return svg(w, H, `${stage.stage}: ${from}, ${plural(stage.retries, 'retry', 'retries')}, ${n(stage.chunks.dead)} dead`, base, drawn);
}

const STEPS = [.05, .1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400];
function ticks(span, w, running) {
  const step = STEPS.find(each => w / (span / each) > 58) ?? 86400 * 7;
  const marks = [];
  for (let s = 0; s <= span - (running ? step / 2 : 0); s += step) {
    const x = s / span * w;
    marks.push(h('line', { x1: x, x2: x, y1: 0, y2: 4, class: 'axs' }),
      h('text', { x, y: 15, class: 'ax', 'text-anchor': s === 0 ? 'start' : x > w - 20 ? 'end' : 'middle' }, s === 0 ? '0' : dur(s)));
  }
  if (running) marks.push(h('text', { x: w, y: 15, class: 'ax', 'text-anchor': 'end' }, 'now'));
  return svg(w, 18, null, marks);
}
