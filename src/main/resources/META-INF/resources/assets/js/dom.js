/** Builds elements, and formats numbers. */

import { token } from './http.js';

export function element(name, className = '', ...content) {
  const made = Object.assign(document.createElement(name), { className });
  made.append(...content);
  return made;
}

export function link(href, text) {
  return Object.assign(element('a', '', text), { href });
}

export function button(text, act) {
  const made = Object.assign(element('button', '', text), { type: 'button' });
  made.addEventListener('click', act);
  return made;
}

export function svg(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Whether a click on a link opens a new tab or window. */
export function opensElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}

/** Opens a dialog that a click outside closes. Then `restore` moves the focus back. */
export function openDialog(dialog, restore) {
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    restore();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** A form with one button, as the server renders it. */
export function buttonForm(action, text) {
  const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'csrf-token', value: token() });
  return Object.assign(element('form', '', field, element('button', '', text)), { method: 'post', action });
}

export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

export function milliseconds(ms) {
  return ms < 100_000 ? `${Math.round(ms).toLocaleString('en')} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Milliseconds below one second, otherwise seconds: 93 ms, 2.1 s. */
export function duration(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : seconds(ms);
}

export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

export function pause(ms) {
  return new Promise((resume) => setTimeout(resume, ms));
}
