/** Counts the milliseconds of the current click in the rack, and disables a button while the visitor waits. */

import { element } from './dom.js';
import { chosenMode } from './modes.js';

let frame;

export function countWhileWaiting() {
  if (!place()) return;
  const before = place().innerHTML;
  document.addEventListener('submit', (event) => {
    if (event.target.method === 'post' && !event.defaultPrevented) count(place(), new URL(event.target.action).pathname);
  });
  // A script sends the request and refreshes the header when it has the response.
  document.addEventListener('waiting', (event) => count(place(), event.detail));
  document.addEventListener('poll', () => clearTimeout(frame));
  // The browser may restore this page from its back/forward cache.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    clearTimeout(frame);
    place().innerHTML = before;
    delete place().dataset.counting;
  });
}

function place() {
  return document.querySelector('.waited');
}

function count(place, path) {
  if (!place) return;
  const started = performance.now();
  const figure = element('b', 'figure');
  place.replaceChildren(element('span', 'waited-click', element('code', '', `POST ${path}`)), element('br'), 'you are waiting ', figure);
  place.dataset.counting = '';
  const show = () => {
    figure.replaceChildren(Math.round(performance.now() - started).toLocaleString('en'), element('small', '', ' ms'));
    frame = setTimeout(show, 50);
  };
  clearTimeout(frame);
  show();
}

export function isInline() {
  return chosenMode() === 'inline';
}

/** Disables a form's button in inline mode, in which the visitor waits. Returns a function that restores it. */
export function holdButton(form) {
  const button = form.querySelector('button');
  if (!isInline() || button.disabled) return () => {};
  const words = button.textContent;
  button.textContent = `${form.dataset.wait ?? 'Developing'} while you wait …`;
  button.disabled = true;
  const release = () => {
    button.textContent = words;
    button.disabled = false;
  };
  // The browser may restore this page from its back/forward cache.
  addEventListener('pageshow', release, { once: true });
  return release;
}
