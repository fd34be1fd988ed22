/**
 * Uploads chosen, dropped and pasted files. Each file has a card with its progress and then the response. A batch keeps
 * its idempotency key when it is sent again, so that it is accepted once.
 */

import { button, element, setText, svg } from './dom.js';
import { newKey, token } from './http.js';
import { isInline } from './waiting.js';

let page;

/** @param its `refresh`, which shows the accepted files; and `card`, which makes a card of a state, a reason and a name */
export function takeFiles(its) {
  page = its;
  document.addEventListener('change', (event) => event.target.matches('[data-files]') && form().requestSubmit());
  document.addEventListener('dragover', (event) => drag(event, true));
  document.addEventListener('dragleave', (event) => drag(event, event.relatedTarget !== null));
  document.addEventListener('drop', (event) => {
    drag(event, false);
    take(event.dataTransfer.files);
  });
  document.addEventListener('paste', (event) => take(event.clipboardData.files));
  document.addEventListener('submit', (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    send([...files().files], new FormData(form()), form().action, newKey());
    form().reset();
  });
}

function drag(event, active) {
  event.preventDefault();
  document.querySelector('[data-drop]').toggleAttribute('data-dragged-over', active);
}

function take(list) {
  if (list.length === 0) return;
  files().files = list;
  form().requestSubmit();
}

function send(list, data, action, key) {
  const again = () => send(list, data, action, key);
  const cards = list.map(blankCard);
  gallery().prepend(...cards);
  document.dispatchEvent(new CustomEvent('waiting', { detail: path(action) }));

  const request = new XMLHttpRequest();
  request.upload.addEventListener('progress', ({ loaded, total }) => showProgress(cards, `uploading ${Math.floor((100 * loaded) / total)} %`, loaded / total));
  // In inline mode the server does the work now, and the visitor waits.
  request.upload.addEventListener('load', () => showProgress(cards, isInline() ? `${form().dataset.upload} while you wait` : 'uploaded, waiting for the answer', 1));
  request.addEventListener('load', () => showResponse(request, path(action).slice(1), cards, list, again));
  request.addEventListener('error', () => showBroken(cards, 'The connection broke. The files may or may not have arrived.', again));
  request.addEventListener('abort', () => removeAll(cards));
  offer(cards[0], 'Cancel', () => request.abort());

  request.open('POST', action);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRF-TOKEN', token());
  request.setRequestHeader('Idempotency-Key', `"${key}"`);
  request.send(data);
}

/** Accepted files are on the refreshed page; each rejected file shows why. A temporary refusal may be sent again. */
async function showResponse(request, type, cards, list, again) {
  const body = parse(request.responseText);
  if (request.status >= 400 && request.getResponseHeader('Retry-After')) {
    showBroken(cards, body.detail, again);
    return;
  }
  removeAll(cards);
  const others = document.querySelectorAll('[data-local]');
  await page.refresh().catch(() => location.reload());
  gallery().prepend(...others);
  const refused = body[type]?.filter((file) => file.problem) ?? [];
  if (request.status < 300 && refused.length === 0) return;
  const notes = refused.length > 0 ? refused.map(({ name, problem }) => [name, problem.detail]) : list.map(({ name }) => [name, body.detail]);
  gallery().prepend(...notes.map(([name, reason]) => refusedCard(name, reason)));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: 'The response is not readable. Reload the page.' };
  }
}

function showBroken(cards, words, again) {
  showProgress(cards, words, 0);
  cards.forEach((one) => one.querySelector('.state').replaceWith(stateOf('stopped', 'dead')));
  cards[0].querySelectorAll('button').forEach((old) => old.remove());
  offer(cards[0], 'Send again', () => {
    removeAll(cards);
    again();
  });
}

function blankCard({ name }) {
  const progress = Object.assign(element('progress'), { max: 1, value: 0, ariaLabel: `Upload of ${name}` });
  return card('uploading', 'running', name, element('p', 'reason', 'uploading'), progress);
}

function refusedCard(name, reason) {
  const made = card('refused', 'dead', name, element('p', 'reason problem', reason));
  offer(made, 'Dismiss', () => removeAll([made]));
  return made;
}

/** A card without a record, in the words and shapes of the others. */
function card(phase, shape, name, reason, ...below) {
  reason.role = 'status';
  const made = page.card(stateOf(phase, shape), reason, name);
  made.dataset.phase = phase;
  made.dataset.local = '';
  made.append(...below);
  return made;
}

function stateOf(word, shape) {
  const sign = svg('svg', { class: 'shape', 'aria-hidden': 'true' });
  sign.append(svg('use', { href: `#shape-${shape}` }));
  const state = element('span', 'state', sign, word);
  state.dataset.state = shape;
  return state;
}

function offer(made, words, act) {
  made.append(Object.assign(button(words, act), { className: 'quiet' }));
}

function showProgress(cards, words, share) {
  for (const one of cards) {
    setText(one.querySelector('[role="status"]'), words);
    one.querySelector('progress').value = share;
  }
}

function removeAll(cards) {
  cards.forEach((one) => one.remove());
}

function path(action) {
  return new URL(action).pathname;
}

function gallery() {
  return document.querySelector('[data-gallery]');
}

function form() {
  return document.querySelector('[data-upload]');
}

function files() {
  return document.querySelector('[data-files]');
}
