// Jobs as rows of a table, the same on the overview and in the list.
import { h, jobState, ago, chart, dur, n, outcome, seconds, state, table, when } from './kit.js';
import { href } from './app.js';

const COLUMNS = ['State', 'Job', { t: 'Items', num: true }, 'Outcome', { t: 'Took', num: true },
  { t: 'Accepted', num: true }];

export const name = job => job.name || job.inputs?.collection || job.inputs?.account || job.pipeline;

function took(job) {
  if (job.finished) return dur(seconds(job.created, job.finished));
  return job.progress == null ? '–' : `${Math.round(job.progress * 100)} %`;
}

function losses(job) {
  if (job.failure) return h('span', { class: 'two clip', title: job.failure.detail }, job.failure.detail);
  const words = ['repaired', 'rejected', 'dead'].filter(word => job.counts[word]);
  return words.length
    ? h('span', { class: 'two nowrap' }, words.map((word, i) =>
      [i ? ' · ' : '', h('span', { class: word }, n(job.counts[word]), ' ', word)]))
    : null;
}

function row(job) {
  const counts = job.counts;
  return h('tr', { class: 'link', 'data-job': job.id },
    h('td', {}, state(...jobState(job))),
    h('td', {}, h('a', { href: href('jobs', job.id) }, name(job)),
      h('span', { class: 'two' }, `${job.pipeline} · `, h('span', { class: 'mono' }, job.id))),
    h('td', { class: 'num', 'data-l': 'Items' }, counts.in ? n(counts.in) : '–'),
    h('td', { class: 'outcell' },
      counts.in ? chart(h('div'), width => outcome(counts, width, 7)) : null, losses(job)),
    h('td', { class: 'num nowrap', 'data-l': job.finished ? 'Took' : 'Done' }, took(job)),
    h('td', { class: 'num nowrap dim', 'data-l': 'Accepted' }, when(job.created)));
}

export const jobTable = (jobs, empty) => table('Jobs', COLUMNS, jobs.map(row), { empty });

/** Draws anew the rows of jobs that are shown already; says how many are not. */
export function refresh(host, jobs) {
  let unknown = 0;
  for (const job of jobs) {
    const shown = host.querySelector(`[data-job="${job.id}"]`);
    if (!shown) unknown++;
    else if (shown.dataset.updated !== job.updated) {
      const fresh = row(job);
      fresh.dataset.updated = job.updated;
      shown.replaceWith(fresh);
    }
  }
  for (const time of host.querySelectorAll('time[datetime]')) time.textContent = ago(time.dateTime);
  return unknown;
}
