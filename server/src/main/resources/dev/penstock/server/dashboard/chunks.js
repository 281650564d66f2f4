// The strip of chunks: shade for how long, shape for what went wrong; arrow keys move.
import { h, body, chart, clock, dur, key, n, panel, plural, state } from './kit.js';

const WORD = { ok: 'done', split: 'cut into parts', cancelled: 'cancelled', released: 'given back', running: 'running', retry: 'waiting to retry', dead: 'dead letter' };
const GLYPH = { ok: 'ok', split: 'retry', cancelled: 'dismissed', released: 'waiting', running: 'running', retry: 'retry', dead: 'dead' };
const OUTCOME = { done: ['ok', 'done'], retry: ['retry', 'failed'], lapsed: ['dead', 'worker never came back'], split: ['retry', 'cut into parts'], dead: ['dead', 'gave up'], released: ['waiting', 'given back'], fenced: ['rejected', 'refused: too late'], cancelled: ['dismissed', 'cancelled'], lost: ['rejected', 'lease lost'], running: ['running', 'running'] };
const MOST_HOLLOW = 200;
const CELL = 17;
const ROW = 20;

const dot = (cls, kind) => h('svg', { width: 12, height: 12, 'aria-hidden': 'true' }, h('rect', { width: 12, height: 12, rx: 2, class: cls }),
  kind === 'dead' ? h('path', { class: 'invs', d: 'M3 3l6 6m0-6l-6 6' }) : kind === 'run' ? h('path', { class: 'inv', d: 'M4 3l5 3-5 3Z' }) : h('circle', { class: 'inv', cx: 6, cy: 6, r: 2.6 }));

/** A panel; `before` is the one it takes the place of, whose chosen chunk stays chosen. */
export function chunkStrips(job, chunks, before) {
  const stages = (chunks?.stages ?? []).filter(stage => stage.cells.length);
  if (!stages.length) return h('div', { class: 'hide' });
  const info = h('div', { class: 'body cinfohost', 'aria-live': 'polite' });
  const chosen = before?.chosen ?? worst(stages);
  const fresh = panel('Chunks', h('span', { class: 'key' }, h('span', {}, key('f-ok d1'), key('f-ok d4'), 'fast … slow'),
    h('span', {}, dot('f-ok', 'retried'), 'retried'), h('span', {}, dot('f-dead', 'dead'), 'dead'),
    job.finished ? null : [h('span', {}, dot('f-running', 'run'), 'running'), h('span', {}, key('f-retry'), 'to retry'), h('span', {}, key('hollow'), 'waiting')]),
  h('div', { class: 'body strips' }, stages.map(stage => {
    const waiting = job.stages.find(each => each.stage === stage.stage)?.chunks.ready ?? 0;
    return h('div', { class: 'lane2' }, h('div', { class: 'small dim' }, stage.stage), strip(stage, job.finished ? 0 : waiting, fresh_ => { fresh.chosen = fresh_; }, info, chosen));
  }), notes(stages)), info);
  fresh.chosen = chosen;
  return fresh;
}

function worst(stages) {
  for (const word of ['dead', 'retry', 'running']) {
    for (const stage of stages) {
      const cell = stage.cells.find(each => each.state === word);
      if (cell && word !== 'running') return { stage: stage.stage, chunk: cell.chunk };
    }
  }
  return null;
}

function notes(stages) {
  const together = Math.max(...stages.map(stage => stage.together));
  const untold = stages.reduce((sum, stage) => sum + stage.untold, 0);
  return together > 1 || untold ? h('p', { class: 'small dim' }, together > 1 ? `One cell stands for up to ${together} chunks, the worst of them. ` : '', untold ? `${n(untold)} more chunks are only counted.` : '') : null;
}

function strip(stage, waiting, choose, info, chosen) {
  const { cells } = stage;
  const hollow = Math.min(waiting, MOST_HOLLOW);
  const took = cells.map(cell => cell.tries.at(-1)?.seconds).filter(s => s != null).sort((a, b) => a - b);
  const rank = cell => {
    const s = cell.tries.at(-1)?.seconds;
    return s == null ? 1 : 1 + Math.min(3, Math.floor(took.indexOf(s) / took.length * 4));
  };
  let selected = chosen?.stage === stage.stage ? cells.findIndex(cell => cell.chunk === chosen.chunk) : -1;
  const host = h('div', { class: 'strip', tabindex: 0, role: 'listbox', 'aria-label': `Chunks of ${stage.stage}; arrow keys move`, 'aria-orientation': 'horizontal' });
  const pick = i => {
    selected = Math.max(0, Math.min(cells.length - 1, i));
    [...host.querySelectorAll('[role=option]')].forEach((option, j) => option.setAttribute('aria-selected', j === selected));
    host.setAttribute('aria-activedescendant', `c-${stage.stage}-${selected}`);
    choose({ stage: stage.stage, chunk: cells[selected].chunk });
    info.replaceChildren(describe(stage, cells[selected]));
  };
  host.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: host.columns, ArrowUp: -host.columns, Home: -Infinity, End: Infinity }[event.key];
    if (!step) return;
    event.preventDefault();
    pick(Math.max(0, Math.min(cells.length - 1, selected + step)));
  });
  chart(host, w => {
    const count = cells.length + hollow;
    const columns = Math.max(12, Math.floor(w / CELL));
    host.columns = columns;
    const width = w / columns;
    const rows = Math.ceil(count / columns);
    const at = i => [i % columns * width, Math.floor(i / columns) * ROW];
    return h('svg', { class: 'chart', width: w, height: rows * ROW, viewBox: `0 0 ${w} ${rows * ROW}` },
      cells.map((cell, i) => option(stage, cell, i, i === selected, rank(cell), [...at(i), width], () => pick(i))),
      Array.from({ length: hollow }, (_, i) => {
        const [x, y] = at(cells.length + i);
        return h('rect', { class: 'hollow', x: x + 1.5, y: y + 1.5, width: width - 3, height: ROW - 3, rx: 2 });
      }));
  });
  if (selected >= 0) info.replaceChildren(describe(stage, cells[selected]));
  return host;
}

function option(stage, cell, i, selected, rank, [x, y, width], pick) {
  const cx = x + width / 2;
  const cy = y + ROW / 2;
  const cls = { ok: 'f-ok d' + rank, split: 'f-retry', cancelled: 'f-waiting', released: 'hollow', running: 'f-running', retry: 'f-retry', dead: 'f-dead' }[cell.state];
  const shape = cell.state === 'dead' ? h('path', { class: 'invs', d: `M${cx - 3} ${cy - 3}l6 6m0-6l-6 6` })
    : cell.state === 'running' ? h('path', { class: 'inv', d: `M${cx - 2.5} ${cy - 3.5}l6 3.5-6 3.5Z` })
      : cell.state === 'ok' && cell.tries.length > 1 ? h('circle', { class: 'inv', cx, cy, r: 2.6 }) : null;
  return h('g', { role: 'option', id: `c-${stage.stage}-${i}`, 'aria-selected': selected, 'aria-label': `chunk ${cell.chunk}${cell.of > 1 ? ` and ${cell.of - 1} more` : ''}, ${WORD[cell.state]}`, onclick: pick },
    h('rect', { class: 'cell ' + cls, x: x + 1, y: y + 1, width: width - 2, height: ROW - 2, rx: 2 }), shape);
}

function describe(stage, cell) {
  return h('div', { class: 'cinfo', tabindex: 0, role: 'group', 'aria-label': `Chunk ${cell.chunk} of ${stage.stage}` },
    h('div', {}, h('b', {}, `${stage.stage} ${cell.chunk}`), ' ', state(GLYPH[cell.state], WORD[cell.state]),
      h('span', { class: 'small dim' }, `  ${plural(cell.items, 'item')}${cell.of > 1 ? ` in ${cell.of} chunks; this is the worst of them` : ''}`)),
    h('table', { class: 'tight' }, h('thead', {}, h('tr', {}, ['Attempt', 'Worker', 'Fence', 'Began', 'Took', 'Outcome'].map((t, i) => h('th', { class: [2, 3, 4].includes(i) ? 'num' : null }, t)))),
      h('tbody', {}, cell.tries.map(attempt => h('tr', {}, h('td', {}, attempt.attempt), h('td', {}, attempt.worker), h('td', { class: 'num mono', title: attempt.fence }, '…' + attempt.fence.slice(-9)),
        h('td', { class: 'num' }, clock(attempt.at)), h('td', { class: 'num' }, attempt.seconds == null ? '–' : dur(attempt.seconds)),
        h('td', {}, state(...(OUTCOME[attempt.outcome] ?? ['waiting', attempt.outcome])), attempt.code ? h('span', { class: 'two' }, h('code', {}, attempt.code), ' ', attempt.detail) : null))))));
}
