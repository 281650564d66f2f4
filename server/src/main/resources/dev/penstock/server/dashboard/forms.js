// A form that opens beside a list: fields, what the server says of them, one primary button.
import { h, button, field, panel, body } from './kit.js';

export const input = (name, attributes = {}) => h('input', { type: 'text', name, autocomplete: 'off', spellcheck: 'false', ...attributes });
export const select = (name, options, chosen) => h('select', { name }, options.map(option => h('option', { value: option, selected: option === chosen }, option || 'any')));
export const area = (name, attributes = {}) => h('textarea', { name, rows: 4, spellcheck: 'false', ...attributes });
export const checks = (name, options, chosen) => h('span', { class: 'filters', role: 'group', 'aria-label': name }, options.map(option =>
  h('label', {}, h('input', { type: 'checkbox', name, value: option, checked: chosen.includes(option) }), ' ', option)));

/** `save(FormData)` may throw what the server refuses. Fields are pairs of a label and a control. */
export function formPanel(title, fields, verb, save, cancel) {
  const trouble = h('div', { class: 'dead', role: 'alert' });
  const go = h('button', { type: 'submit', class: 'primary' }, verb);
  const form = h('form', { class: 'form', onsubmit: async event => {
    event.preventDefault();
    go.disabled = true;
    trouble.replaceChildren();
    try {
      await save(new FormData(form));
    } catch (problem) {
      trouble.replaceChildren(h('p', {}, problem.message), ...(problem.errors ?? []).map(error => h('p', { class: 'small' }, error.detail)));
    } finally {
      go.disabled = false;
    }
  } }, fields.map(([label, control]) => control.matches('span') ? h('div', { class: 'field' }, h('span', {}, label), control) : field(label, control)),
  h('div', { class: 'filters' }, go, button('Cancel', cancel, { class: 'plain' })), trouble);
  queueMicrotask(() => form.querySelector('input, select, textarea')?.focus());
  return panel(title, null, body(form));
}

/** `a=1` a line each. */
export function pairs(text) {
  const found = {};
  for (const line of text.split('\n').map(each => each.trim()).filter(Boolean)) {
    const at = line.indexOf('=');
    if (at < 1) throw new Error(`"${line}" is no input: write name=value, a line each.`);
    found[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return found;
}
