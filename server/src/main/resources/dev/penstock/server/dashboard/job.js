// One job: what happened, what became of everything, where the time went, what is left to do.
import { $, h, jobState, announce, body, button, bytes, chart, clock, confirmBy, dur, facts, foot, glyph, head, key, n, outcome, panel, pill, plural, seconds, state, utc } from './kit.js';
import { changed, download, follow, get, lines, pause, post, send, visible } from './api.js';
import { go, href, live } from './app.js';
import { chunkStrips } from './chunks.js';
import { lanes } from './lanes.js';
import { name } from './job-rows.js';
import { rejectsPanel } from './rejects.js';
import { mapPanel } from './map.js';

const REJECTS = 500;

export default async function job(main, context) {
  const { names: [id], signal, title } = context;
  const path = '/v1/jobs/' + encodeURIComponent(id);
  const first = await changed(path, null, signal);
  const view = new View(main, context, path, first.json);
  title(name(first.json));
  await view.begin();
  view.watch(first.etag);
}

class View {
  constructor(main, context, path, job) {
    Object.assign(this, { main, context, path, job, chunks: null, events: [], letters: [], rejects: null,
      deliveries: [], rejectsOf: -1 });
    this.head = h('div');
    this.plan = h('div');
    this.counts = h('div');
    this.lanes = h('div');
    this.strips = h('div');
    this.map = h('div');
    this.now = h('div');
    this.facts = h('div');
    this.filesHost = h('div', { class: 'hide' });
    this.rejectsHost = h('div');
    this.timeline = new Timeline();
  }

  async begin() {
    const { signal } = this.context;
    const [page] = await Promise.all([get(this.path + '/events?limit=1000', { signal }), this.look()]);
    this.timeline.add(page.events, this.job);
    this.events = page.events;
    await this.lookBehind();
    this.draw();
    this.main.replaceChildren(this.head, this.plan, h('div', { class: 'grid' },
      h('div', { class: 'c8 stack' }, this.counts, this.lanes, this.strips, this.map),
      h('div', { class: 'c4 stack' }, this.now, this.timeline.panel, this.filesHost, this.facts),
      h('div', { class: 'wide stack' }, this.rejectsHost)));
  }

  get ended() {
    return Boolean(this.job.finished);
  }

  /** Chunks and leases. */
  async look() {
    this.chunks = await get(this.path + '/chunks', this.context);
  }

  /** What is only there once something went wrong. */
  async lookBehind() {
    const { signal } = this.context;
    const { counts } = this.job;
    if (counts.dead && this.ended) this.letters = (await get(this.path + '/dead-letters?limit=20', { signal })).deadLetters;
    else this.letters = [];
    if (this.rejectsOf < 0 || (this.ended && !this.settleable)) {
      this.settleable = this.ended;
      this.rejectsOf = counts.rejected;
      this.rejects = counts.rejected ? await lines(this.path + '/rejects', REJECTS, signal) : [];
      this.drawRejects();
    }
    if (this.ended) this.deliveries = (await get('/v1/deliveries?limit=5&job=' + this.job.id, { signal })).deliveries;
  }

  /** Waits for changes of the job, reads its timeline as it grows, looks at its chunks each second. */
  watch(etag) {
    const { signal } = this.context;
    const quietly = promise => promise.catch(trouble => { if (!signal.aborted) throw trouble; });
    quietly(this.watchJob(etag));
    if (!this.ended) {
      quietly(this.watchEvents());
      quietly(this.watchChunks());
    }
  }

  async watchEvents() {
    const { signal } = this.context;
    await follow(this.path + '/events', { signal, onstate: live, ended: () => this.ended,
      lastId: String(this.events.at(-1)?.seq ?? ''), onevent: event => {
        this.events.push(event);
        this.timeline.add([event], this.job);
      } });
  }

  async watchChunks() {
    const { signal } = this.context;
    while (!this.ended) {
      await pause(1000, signal);
      await visible(signal);
      await this.look().catch(trouble => { if (signal.aborted) throw trouble; });
      this.draw();
    }
  }

  async watchJob(etag) {
    const { signal } = this.context;
    let round = this.job.round;
    while (!this.ended) {
      await visible(signal);
      let next = null;
      try {
        next = await changed(this.path, etag, signal);
      } catch (trouble) {
        if (signal.aborted || trouble.status) throw trouble;
        await pause(2000, signal);
      }
      if (!next) continue;
      etag = next.etag;
      this.job = next.json;
      if (this.ended || this.job.round !== round) {
        round = this.job.round;
        await this.look();
        await this.lookBehind();
      }
      this.draw();
      if (this.ended) {
        announce(this.job.summary);
        live('');
      }
      await pause(200, signal);
    }
  }

  draw() {
    const { job, chunks } = this;
    if (!this.plan.contains(document.activeElement) && !this.head.contains(document.activeElement)) this.drawHead();
    const swap = (slot, fresh) => {
      if (this[slot].contains(document.activeElement) && document.activeElement.closest('.strip, .map')) return;
      this[slot].replaceWith(fresh);
      this[slot] = fresh;
    };
    swap('counts', counts(job));
    swap('lanes', lanes(job, chunks));
    swap('strips', chunkStrips(job, chunks, this.strips));
    swap('now', this.ended ? this.left() : this.doing());
    swap('facts', this.about());
    swap('filesHost', this.files() ?? h('div', { class: 'hide' }));
  }

  drawRejects() {
    const { job, rejects, context } = this;
    this.rejectsHost.replaceChildren();
    if (!rejects?.length) return;
    this.rejectsHost.append(rejectsPanel(job, rejects, REJECTS, context));
    const placed = rejects.filter(reject => reject.at);
    if (placed.length || collectionOf(job)) {
      const fresh = mapPanel({ collection: collectionOf(job), errors: placed, total: job.counts.rejected, context });
      this.map.replaceWith(fresh);
      this.map = fresh;
    }
  }

  drawHead() {
    const { job, context: { can } } = this;
    const fresh = h('div', { class: 'head' },
      h('div', { class: 'crumb' }, h('a', { href: href('jobs') }, 'Jobs'), h('span', {}, job.pipeline), h('span', { class: 'mono' }, job.id),
        pill(...jobState(job)), job.round ? h('span', {}, `round ${job.round}`) : null,
        job.parent ? h('span', {}, 'child of ', h('a', { class: 'mono', href: href('jobs', job.parent) }, job.parent)) : null),
      h('h1', { tabindex: -1 }, name(job)), h('p', { class: 'say' }, spoken(job)),
      h('div', { class: 'actions' }, this.actions(can)));
    this.head.replaceWith(fresh);
    this.head = fresh;
  }

  actions(can) {
    const { job } = this;
    const results = job.results.filter(result => result.href);
    return [
      this.ended && job.counts.dead && can('operate') ? button(`Replay ${plural(this.letters.length || job.counts.dead, 'dead letter')}…`, () => this.askReplay(), { class: 'primary' }) : null,
      this.ended && job.counts.rejected ? h('a', { class: 'btn', href: '#rejects' }, `Settle ${plural(job.counts.rejected, 'reject')}`) : null,
      results.map(result => this.published(result)),
      can('operate') ? button(this.ended ? 'Remove job…' : 'Dismiss job…', () => this.askEnd()) : null];
  }

  /** A result that has a page of its own. */
  published(result) {
    const [, kind, id, rest] = /^\/v1\/(collections|accounts)\/([^/]+)(.*)/.exec(result.href) ?? [];
    if (!kind || (kind === 'accounts' && rest !== '/transactions')) return null;
    const thing = decodeURIComponent(id);
    return h('a', { class: 'btn', href: href(kind, thing) }, `${kind === 'accounts' ? 'Account' : 'Collection'} ${thing}`);
  }

  files() {
    const files = this.job.results.filter(result => result.bytes >= 0);
    if (!files.length) return null;
    return panel('Result files', plural(files.length, 'file'), body(h('ul', { class: 'files' }, files.map(file => h('li', {},
      button(file.name, () => download(file.href, file.name), { class: 'aslink', 'aria-label': `Download ${file.name}` }), h('span', { class: 'dim' }, bytes(file.bytes)))))));
  }

  ask(panelOf, focus) {
    this.plan.replaceChildren(panelOf);
    focus?.focusInput?.();
  }

  async askReplay() {
    const { job } = this;
    const close = () => this.plan.replaceChildren();
    const chosen = await post('/v1/dead-letters/selections?job=' + job.id);
    const words = `replay ${chosen.chunks}`;
    const form = confirmBy(words, `Replay ${plural(chosen.chunks, 'chunk')}`, async () => {
      const done = await post(chosen.links.replay + '?confirm=' + encodeURIComponent(words));
      announce(`${plural(done.chunks, 'chunk')} tried again.`);
      await go(location.pathname, { replace: true });
    }, close);
    this.ask(panel('Replay plan (dry run: nothing has been changed)', h('span', { class: 'mono' }, chosen.id),
      body(facts([['Tried again', `${plural(chosen.chunks, 'chunk')} of this job, as round ${job.round + 1}`],
        ['If one fails again', 'it becomes a dead letter again'], ['Afterwards', 'stands in the audit log under your key']]), form)), form);
  }

  askEnd() {
    const { job, ended } = this;
    const words = (ended ? 'remove ' : 'dismiss ') + job.id.slice(-6);
    const close = () => this.plan.replaceChildren();
    const form = confirmBy(words, ended ? 'Remove the job' : 'Dismiss the job', async () => {
      await send('DELETE', this.path);
      await go(ended ? href('jobs') : location.pathname, { replace: true });
    }, close);
    this.ask(panel(ended ? 'Remove this job' : 'Dismiss this job', null, body(h('p', {}, ended
      ? 'Payload, results, rejects and timeline go with it, for good. Collections and accounts that it published stay.'
      : 'What runs is stopped, nothing is published. The job stays, with what it counted so far.'), form)), form);
  }

  /** While it runs: who holds what, and what is tried next. */
  doing() {
    const { job, chunks } = this;
    const leases = chunks?.leases ?? [];
    const eta = job.eta ? h('p', { class: 'small dim mt' }, `About ${dur(Math.max(0, job.eta.seconds))} to go, if it goes on at the rate of its ${job.eta.basis} so far.`) : null;
    return panel('Who holds what', plural(chunks?.running ?? 0, 'lease'),
      leases.length ? h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Leases' }, h('table', { class: 'tightx' },
        h('thead', {}, h('tr', {}, h('th', {}, 'Chunk'), h('th', {}, 'Worker'), h('th', { class: 'num' }, 'Held'), h('th', { class: 'num' }, 'Lease ends'))),
        h('tbody', {}, leases.slice(0, 8).map(lease => h('tr', {},
          h('td', {}, state('running', `${lease.stage} ${lease.chunk}`), h('span', { class: 'two' }, lease.items ? `${n(lease.through)} of ${n(lease.items)}` : lease.through ? `${n(lease.through)} so far` : `attempt ${lease.attempt}`)),
          h('td', { class: 'nowrap' }, lease.worker, h('span', { class: 'two mono', title: lease.fence }, 'fence …' + lease.fence.slice(-9))),
          h('td', { class: 'num nowrap' }, dur(lease.heldSeconds)),
          h('td', { class: 'num nowrap' }, lease.leaseSeconds > 0 ? 'in ' + dur(lease.leaseSeconds) : 'over')))))) : null,
      body(leases.length ? null : h('p', { class: 'dim' }, chunks?.seen ? 'Nothing is held at the moment.' : 'No process of this server works on it.'),
        this.retryNote(), eta));
  }

  retryNote() {
    const next = this.chunks?.nextRetry;
    if (!next) return null;
    const said = this.events.findLast(event => event.kind === 'retry' && event.chunk === next.chunk);
    const wait = said && /again in ([\d.]+) s/.exec(said.text);
    const due = wait ? new Date(said.at).getTime() / 1000 + Number(wait[1]) - Date.now() / 1000 : null;
    const more = this.chunks.retrying - 1;
    return h('div', { class: 'callout mt' },
      h('b', {}, due == null ? 'Next retry: ' : due > 0 ? `Next retry in ${dur(due)}: ` : 'Next retry is due: '),
      `${next.stage} ${next.chunk}, after attempt ${next.attempt}, because of `, h('code', {}, next.code), next.detail ? `: ${next.detail} ` : '. ',
      more > 0 ? `${plural(more, 'more chunk')} wait likewise. ` : '', 'Other chunks go on.');
  }

  /** Once it has ended: what a person may still do about it. */
  left() {
    const { job, letters, deliveries, rejects } = this;
    const codes = new Map();
    for (const reject of rejects ?? []) codes.set(reject.code, (codes.get(reject.code) ?? 0) + 1);
    const [most] = [...codes].sort((a, b) => b[1] - a[1]);
    const firstError = this.events.find(event => event.problem);
    return panel('Left to do', null, h('div', { class: 'body todo' },
      job.failure ? h('div', { class: 'callout dead' }, h('b', {}, 'It failed: '), job.failure.detail, ' (', h('code', {}, job.failure.code), ')') : null,
      letters.length ? h('div', { class: 'callout dead' }, h('b', {}, `${plural(letters.length, 'dead letter')}: `), letters[0].problem.detail, ' (', h('code', {}, letters[0].problem.code), '). ',
        h('a', { href: `${href('dead-letters')}?job=${job.id}` }, 'Look, edit, replay')) : null,
      job.counts.rejected ? h('div', { class: 'callout' }, h('b', {}, `${plural(job.counts.rejected, 'reject')}: `),
        most ? [`${n(most[1])} of ${rejects.length < job.counts.rejected ? 'the first ' + n(rejects.length) : 'them'} `, h('code', {}, most[0]), '. '] : '',
        h('a', { href: '#rejects' }, 'Look and send again')) : null,
      job.failure || letters.length || job.counts.rejected ? null : h('p', {}, state('ok', 'Nothing: every item came through.')),
      facts([['Leases', 'none: the job has ended'], ['Next retry', 'none'],
        ['First error', firstError ? `${clock(seconds(job.created, firstError.at))} ${firstError.problem.detail}` : 'none'],
        ['Callback', deliveries.length ? deliveries.map(each => h('div', {}, `${each.state} after ${plural(each.attempted, 'attempt')}`, ' · ', h('a', { href: href('callbacks') + '?job=' + job.id }, 'look'))) : 'nobody was to be told']])));
  }

  about() {
    const { job } = this;
    const inputs = Object.entries(job.inputs).map(([input, value]) => `${input}=${value}`).join(', ');
    return panel('Job', null, body(facts([['Accepted', utc(job.created)], ['Ended', job.finished ? `${utc(job.finished)}, after ${dur(seconds(job.created, job.finished))}` : null],
      ['Payload', [bytes(job.payload.bytes), job.payload.digest ? h('span', { class: 'mono', title: job.payload.digest }, ` · ${job.payload.digest.replace('sha-256:', 'SHA-256 ').slice(0, 18)}…`) : null]],
      ['Inputs', inputs || 'none'], ['Lane', job.lane], ['Priority', job.priority || null], ['Tenant', job.tenant],
      ['Pipeline', `${job.pipeline}, version ${job.version}`]])));
  }
}

const collectionOf = job => {
  const link = job.results.find(result => result.href?.startsWith('/v1/collections/'));
  return link ? decodeURIComponent(link.href.split('/')[3]) : null;
};

/** The server's sentence, with the losses in it marked. */
function spoken(job) {
  return job.summary.split(/([\d,]+ rejected|[\d,]+ in dead letters|\([\d,]+ repaired\))/).map(part =>
    /^0 rejected$/.test(part) ? part
      : / rejected$/.test(part) ? h('span', { class: 'rejected' }, part)
        : /dead letters$/.test(part) ? h('span', { class: 'dead' }, part) : part);
}

function counts(job) {
  const c = job.counts;
  const term = (s, count, word = s) => h('div', {}, h('span', { class: 'n ' + (count && s !== 'ok' ? s : '') }, n(count)), state(s, word));
  const op = sign => h('span', { class: 'op', 'aria-hidden': 'true' }, sign);
  return panel('Every item is accounted for', job.finished ? 'in = ok + repaired + rejected + dead' : 'so far', body(
    h('div', { class: 'sums' }, h('div', {}, h('span', { class: 'n' }, n(c.in)), h('span', { class: 'dim' }, 'in')), op('='), term('ok', c.ok), op('+'),
      term('repaired', c.repaired), op('+'), term('rejected', c.rejected), op('+'), term('dead', c.dead), c.open ? [op('+'), term('waiting', c.open, 'still open')] : null),
    chart(h('div', { class: 'mt barhost' }), w => outcome(c, w, 10)),
    h('p', { class: 'small dim' }, 'Parts under 3 px are drawn 3 px wide.', c.duplicates ? ` Of the ok ones ${n(c.duplicates)} were there before.` : '')));
}

/** Milestones and anomalies, the oldest first. */
class Timeline {
  constructor() {
    this.list = h('ol', { class: 'tl' });
    this.seen = new Set();
    const only = button('Anomalies only', () => {
      const on = only.getAttribute('aria-pressed') !== 'true';
      only.setAttribute('aria-pressed', on);
      this.list.classList.toggle('anomalies', on);
    }, { class: 'chip', 'aria-pressed': 'false' });
    this.panel = panel('Timeline', only, body(this.list), foot('Milestones and anomalies; ordinary chunks are in the strip.'));
  }

  add(events, job) {
    for (const event of events) {
      if (this.seen.has(event.seq)) continue;
      this.seen.add(event.seq);
      const kind = { dead: 'dead', failed: 'dead', child_failed: 'dead', retry: 'retry', lapsed: 'retry', split: 'retry', fenced: 'rejected', replayed: 'running', truncated: 'rejected', dismissed: 'dismissed' }[event.kind] ?? 'ok';
      this.list.append(h('li', { 'data-anomaly': event.anomaly ? '' : null },
        h('span', { class: 'at', title: utc(event.at) }, clock(seconds(job.created, event.at))), glyph(kind),
        h('div', {}, h('div', { class: kind === 'dead' ? 'dead strong' : '' }, event.text),
          event.problem ? h('div', { class: 'tx' }, h('code', {}, event.problem.code), ' ', event.problem.detail) : null)));
    }
  }
}
