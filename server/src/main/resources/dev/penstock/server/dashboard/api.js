// Asks the server this page came from, with the key of who looks. The key lives as long as the tab.
const STORE = 'penstock-key';
let key = read();

function read() {
  try {
    return sessionStorage.getItem(STORE) ?? '';
  } catch {
    return '';
  }
}

export const hasKey = () => key !== '';
export function useKey(text) {
  key = text;
  try {
    if (text) sessionStorage.setItem(STORE, text);
    else sessionStorage.removeItem(STORE);
  } catch {
    // Refused: then it lives as long as the page.
  }
}

/** What the server refused, in its own words. */
export class Problem extends Error {
  constructor(status, json) {
    super(json.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.code = json.code ?? '';
    this.errors = json.errors ?? [];
  }
}

async function ask(path, { method = 'GET', headers = {}, body, signal } = {}) {
  const response = await fetch(path, {
    method, body, signal, cache: 'no-store', credentials: 'omit', redirect: 'follow',
    headers: { ...(key ? { Authorization: 'Bearer ' + key } : {}), ...headers },
  });
  if (response.status >= 400) {
    const json = await response.json().catch(() => ({}));
    throw new Problem(response.status, json);
  }
  return response;
}

export const get = async (path, options) => (await ask(path, options)).json();
export const text = async (path, options) => (await ask(path, options)).text();
/** Sends; an object goes as JSON, a text as it is. Answers JSON, or null where there is none. */
export async function send(method, path, content, headers = {}) {
  const json = content != null && typeof content === 'object';
  const response = await ask(path, {
    method,
    body: content == null ? undefined : json ? JSON.stringify(content) : content,
    headers: { ...(json ? { 'Content-Type': 'application/json' } : {}), ...headers },
  });
  const answer = await response.text();
  return answer ? JSON.parse(answer) : null;
}
export const post = (path, content, headers) => send('POST', path, content, headers);

/** One line of JSON each, at most so many; the rest of the stream is not read. */
export async function lines(path, most, signal) {
  const response = await ask(`${path}${path.includes('?') ? '&' : '?'}limit=${most}`, { signal });
  return (await response.text()).split('\n').filter(Boolean).map(line => JSON.parse(line));
}

/** Saves a file that takes the key along, which a plain link would not. */
export async function download(path, name) {
  const response = await ask(path);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Waits for a change of a job: the answer differs from `etag`, or is null after the wait. */
export async function changed(path, etag, signal) {
  const response = await ask(path, { signal,
    headers: etag ? { 'If-None-Match': etag, Prefer: 'wait=25' } : {} });
  return response.status === 304
    ? null
    : { etag: response.headers.get('ETag'), json: await response.json() };
}

export const pause = (ms, signal) => new Promise((done, failed) => {
  const timer = setTimeout(done, ms);
  signal?.addEventListener('abort', () => {
    clearTimeout(timer);
    failed(new DOMException('left', 'AbortError'));
  }, { once: true });
});

/** Resolves when somebody looks at the tab: nothing is asked for a page that nobody sees. */
export const visible = signal => new Promise((done, failed) => {
  if (!document.hidden) return done();
  const look = () => {
    if (document.hidden) return;
    document.removeEventListener('visibilitychange', look);
    done();
  };
  document.addEventListener('visibilitychange', look, { signal });
  signal?.addEventListener('abort', () => failed(new DOMException('left', 'AbortError')));
});

/**
 * Server-sent events by fetch, which can carry a key. Goes on behind the last event after a break;
 * `onstate` is told `live` or `lost`. Ends when the server ends it and `ended()` says that is right.
 */
export async function follow(path, { signal, onevent, onstate = () => {}, ended = () => false,
  lastId = '' }) {
  let wait = 500;
  while (!signal.aborted) {
    await visible(signal);
    const tab = new AbortController();
    const hide = () => document.hidden && tab.abort();
    document.addEventListener('visibilitychange', hide, { signal });
    try {
      const response = await ask(path, { signal: AbortSignal.any([signal, tab.signal]),
        headers: { Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) } });
      onstate('live');
      wait = 500;
      for await (const event of events(response.body)) {
        lastId = event.id || lastId;
        onevent(JSON.parse(event.data));
      }
      if (ended()) return;
    } catch (trouble) {
      if (signal.aborted) return;
      if (trouble instanceof Problem && trouble.status < 500) throw trouble;
    } finally {
      document.removeEventListener('visibilitychange', hide);
    }
    if (tab.signal.aborted) continue;
    onstate('lost');
    await pause(wait, signal);
    wait = Math.min(wait * 2, 10_000);
  }
}

async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (true) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    let end;
    while ((end = rest.indexOf('\n\n')) >= 0) {
      const event = { id: '', data: '' };
      for (const line of rest.slice(0, end).split('\n')) {
        if (line.startsWith('id: ')) event.id = line.slice(4);
        if (line.startsWith('data: ')) event.data += line.slice(6);
      }
      rest = rest.slice(end + 2);
      if (event.data) yield event;
    }
  }
}
