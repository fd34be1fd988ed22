/** Counts the milliseconds of the current click in the header. */

import { element } from './dom.js';

let frame;

export function countWhileWaiting() {
  const before = place().innerHTML;
  document.addEventListener('submit', (event) => {
    if (event.target.method === 'post' && !event.defaultPrevented) count(place(), new URL(event.target.action).pathname);
  });
  // A script sends the request and refreshes the header when it has the response.
  document.addEventListener('waiting', (event) => count(place(), event.detail));
  document.addEventListener('poll', () => cancelAnimationFrame(frame));
  // The browser may restore this page from its back/forward cache.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    cancelAnimationFrame(frame);
    place().innerHTML = before;
    delete place().dataset.counting;
  });
}

function place() {
  return document.querySelector('.waited');
}

function count(place, path) {
  const started = performance.now();
  const figure = element('span', 'figure');
  const label = element('span', 'waited-click', 'you are waiting for ');
  label.append(element('code', '', `POST ${path}`), ':');
  place.replaceChildren(label, figure, element('span', 'waited-page', 'no answer yet'));
  place.dataset.counting = '';
  const show = () => {
    figure.replaceChildren(Math.round(performance.now() - started).toLocaleString('en'), element('small', '', ' ms'));
    frame = requestAnimationFrame(show);
  };
  cancelAnimationFrame(frame);
  show();
}
