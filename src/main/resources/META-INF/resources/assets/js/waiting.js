/** Counts the milliseconds of the click that is under way, where the last click's will stand. */

let frame;

export function countWhileWaiting() {
  const before = place().innerHTML;
  document.addEventListener('submit', (event) => {
    if (event.target.method === 'post' && !event.defaultPrevented) count(place(), new URL(event.target.action).pathname);
  });
  // A script waits in the visitor's place, and fetches the header anew when it has its answer.
  document.addEventListener('waiting', (event) => count(place(), event.detail));
  document.addEventListener('poll', () => cancelAnimationFrame(frame));
  // The page comes back as it was left, from the browser's memory.
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
  const figure = element('span', 'figure', '');
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

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
