// Log in with an API key. It stays in this tab, and goes nowhere but to this server.
import { $, h, head, panel, body } from './kit.js';
import { get, hasKey, useKey } from './api.js';
import { entered } from './app.js';

/** Only back into the dashboard, whatever the address says. */
const back = query => {
  const to = query.get('to') ?? '/';
  return /^\/(ui\/[^\\]*)?(\?[^\\]*)?$/.test(to) && !to.startsWith('//') && !to.startsWith('/ui/log-in') ? to : '/';
};

export default async function logIn(main, { query, me }) {
  if (!me.keyNeeded || (me.key && hasKey())) {
    await entered(back(query));
    return;
  }
  const trouble = h('p', { class: 'dead', role: 'alert', id: 'log-in-trouble' });
  const input = h('input', { type: 'password', id: 'key', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'log-in-note log-in-trouble' });
  const form = h('form', { class: 'login', onsubmit: async event => {
    event.preventDefault();
    trouble.textContent = '';
    const text = input.value.trim();
    if (!/^[\x21-\x7e]+$/.test(text)) {
      trouble.textContent = 'A key has no blanks and no accents. It begins with pk_.';
      return;
    }
    useKey(text);
    try {
      const who = await get('/v1/me');
      if (!who.scopes.includes('read')) {
        useKey('');
        trouble.textContent = 'This key may only send payloads in. The dashboard takes one that may read.';
        return;
      }
      await entered(back(query));
      $('#main').focus();
    } catch (problem) {
      useKey('');
      trouble.textContent = problem.message;
      input.select();
    }
  } }, h('label', { for: 'key' }, 'API key'), input, h('button', { type: 'submit', class: 'primary' }, 'Log in'), trouble,
  h('p', { class: 'small dim', id: 'log-in-note' }, 'It is kept in this tab until the tab is closed or you log out, and sent to this server only.'));
  main.append(h('div', { class: 'hero narrow' }, head('Log in', 'This server takes keys.'), panel('Your key', null, body(form)),
    h('p', { class: 'small dim' }, 'What you see and may do follows its scopes: ', h('code', {}, 'read'), ' looks, ', h('code', {}, 'operate'), ' replays and dismisses, ', h('code', {}, 'admin'), ' pauses stages and makes keys. No key yet? On the server: ', h('code', {}, './penstock keys create'), '.')));
  queueMicrotask(() => input.focus());
}
