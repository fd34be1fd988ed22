/** Small parts of a page. */

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

/** A form of one button that works without this script too. */
export function postForm(action, text) {
  const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'csrf-token', value: token() });
  return Object.assign(element('form', '', field, element('button', '', text)), { method: 'post', action });
}

export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

export function milliseconds(ms) {
  return ms < 100_000 ? `${Math.round(ms).toLocaleString('en')} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function pause(ms) {
  return new Promise((resume) => setTimeout(resume, ms));
}
