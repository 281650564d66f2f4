// Before the first job: three commands to copy, and what the server thinks of itself.
import { $, h, body, bytes, command, glyph, head, panel, state } from './kit.js';
import { get, pause, visible } from './api.js';

const quoted = origin => `'${origin}`;

function step(title, text, note) {
  return h('li', {}, h('h2', {}, title), command(title, text),
    h('p', { class: 'small dim' }, note));
}

function detail(check) {
  const room = /^(\d+) bytes may still be written\.$/.exec(check.detail);
  return room ? `${bytes(Number(room[1]))} may still be written.` : check.detail;
}

export async function firstRun(main, { signal, me }, began) {
  const ready = await get('/health/ready', { signal }).catch(problem => ({ checks: [], problem }));
  const auth = me.keyNeeded ? " -H 'Authorization: Bearer pk_…'" : '';
  const survives = {
    power: 'What is accepted survives a loss of power.',
    process: 'What is accepted survives the end of the process.',
    replica: 'What is accepted survives the loss of a machine.',
  }[ready.durability] ?? '';
  main.replaceChildren(h('div', { class: 'hero' },
    head('First run', 'Ready, and nothing has run yet.',
      h('p', { class: 'soft' }, survives,
        ' Send a first job with one of these; this page fills as soon as it is accepted.')),
    h('ol', {},
      step('Send the example', `curl -i --data-binary @examples/countries.geojson \\\n  -H 'Content-Type: application/geo+json'${auth} \\\n  ${quoted(location.origin)}/v1/pipelines/geometry/jobs?collection=countries'`,
        'Answers 202 with the address of the job as soon as the last byte is on disk. Run it in the folder of the checkout.'),
      step('Send a GeoJSON file of yours', `./penstock submit geometry yours.geojson \\\n  --collection yours --url ${location.origin} --watch`,
        'Any size. A bad feature never stops the good ones: it is reported with a code, a place and the original.'),
      step('Import a CSV of trades', `curl -i --data-binary @examples/trades.csv -H 'Content-Type: text/csv'${auth} \\\n  ${quoted(location.origin)}/v1/accounts/1/imports?method=fifo'`,
        'Delimiter, date format and header are recognised. Gains and balances come under Accounts.')),
    panel('Waiting for the first job',
      h('span', { class: 'st waiting' }, h('span', { class: 'pulse st' }, glyph('waiting')), 'listening'),
      body(h('dl', { class: 'facts' }, ready.checks.map(check => [
        h('dt', {}, check.check),
        h('dd', {}, state(check.well ? 'ok' : 'failed', detail(check)))])))),
    h('p', { class: 'small dim' }, 'The same checks: ', h('code', {}, './penstock doctor'),
      '. For other machines make a key: ', h('code', {}, './penstock keys create'), '.')));
  wait(signal, began);
}

/** Looks once a second, while somebody looks at the page. */
async function wait(signal, began) {
  try {
    while (!signal.aborted) {
      await pause(1000, signal);
      await visible(signal);
      const { jobs } = await get('/v1/jobs?limit=5', { signal }).catch(() => ({ jobs: [] }));
      if (jobs.length) {
        began();
        return;
      }
    }
  } catch (left) {
    if (!signal.aborted) throw left;
  }
}
