/** Uploads files without leaving the page. Each file has a card with its progress and then the response. */

import { holdButton, isInline } from './waiting.js';
import { token } from './http.js';
import { refresh } from './refresh.js';
import { blankCard, offer, refusedCard, removeAll, showProgress } from './upload-card.js';

export function sendFiles() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!('drop' in form.dataset)) return;
    event.preventDefault();
    send([...form.querySelector('[data-files]').files], new FormData(form), form.action, holdButton(form));
    form.reset();
  });
}

function send(files, form, action, release) {
  const cards = files.map(blankCard);
  gallery().prepend(...cards);
  document.dispatchEvent(new CustomEvent('waiting', { detail: '/photos' }));

  const request = new XMLHttpRequest();
  const all = (text, share) => cards.forEach((card) => showProgress(card, text, share));
  request.upload.addEventListener('progress', ({ loaded, total }) => all(`uploading ${Math.floor((100 * loaded) / total)} %`, loaded / total));
  request.upload.addEventListener('load', () => showUploaded(cards));
  request.addEventListener('load', () => showResponse(request, cards, files));
  request.addEventListener('error', () => showBroken(cards, () => send(files, form, action, () => {})));
  request.addEventListener('abort', () => removeAll(cards));
  request.addEventListener('loadend', release);
  offer(cards[0], 'Cancel', () => request.abort());

  request.open('POST', action);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRF-TOKEN', token());
  request.send(form);
}

/** In inline mode the server resizes the photos now, and the visitor waits. */
function showUploaded(cards) {
  const inline = isInline();
  for (const card of cards) {
    showProgress(card, inline ? 'resizing while you wait' : 'uploaded, waiting for the answer', 1);
    if (inline) card.dataset.phase = 'running';
  }
}

/** Accepted photos are on the refreshed page; each rejected file shows why. */
async function showResponse(request, cards, files) {
  const body = parse(request.responseText);
  removeAll(cards);
  const others = document.querySelectorAll('[data-local]');
  await refresh().catch(() => location.reload());
  gallery().prepend(...others);
  const refused = body.photos?.filter((photo) => photo.problem) ?? [];
  if (request.status < 300 && refused.length === 0) return;
  const notes = refused.length > 0 ? refused.map(({ name, problem }) => [name, problem.detail]) : files.map(({ name }) => [name, body.detail]);
  gallery().prepend(...notes.map(([name, reason]) => refusedCard(name, reason)));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: 'The response is not readable. Reload the page.' };
  }
}

function showBroken(cards, again) {
  for (const card of cards) {
    card.dataset.phase = 'dead';
    showProgress(card, 'The connection broke. The files may or may not have arrived.', 0);
  }
  cards[0].querySelectorAll('button').forEach((button) => button.remove());
  offer(cards[0], 'Send again', () => {
    removeAll(cards);
    again();
  });
}

function gallery() {
  return document.querySelector('[data-gallery]');
}
