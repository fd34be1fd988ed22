/** Sends files while the page stays: a card for each at once, with the progress of the upload, then with the answer. */

import { refresh } from './refresh.js';

export function sendFiles() {
  document.addEventListener('submit', (event) => {
    if (!('drop' in event.target.dataset)) return;
    event.preventDefault();
    send([...event.target.querySelector('[data-files]').files], new FormData(event.target), event.target.action);
    event.target.reset();
  });
}

function send(files, form, action) {
  const cards = files.map(blankCard);
  const place = document.querySelector('[data-uploads]');
  place.hidden = false;
  place.prepend(...cards);
  document.dispatchEvent(new CustomEvent('waiting', { detail: '/photos' }));

  const request = new XMLHttpRequest();
  const all = (text, share) => cards.forEach((card) => say(card, text, share));
  request.upload.addEventListener('progress', ({ loaded, total }) => all(`uploading ${Math.floor((100 * loaded) / total)} %`, loaded / total));
  request.upload.addEventListener('load', () => all('uploaded, waiting for the answer', 1));
  request.addEventListener('load', () => answered(request, cards, files));
  request.addEventListener('error', () => broken(cards, () => send(files, form, action)));
  request.addEventListener('abort', () => removeAll(cards));
  offer(cards[0], 'Cancel', () => request.abort());

  request.open('POST', action);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRF-TOKEN', document.querySelector('meta[name="csrf-token"]').content);
  request.send(form);
}

/** The good ones are on the page now; of each of the others it is said why it is not. */
async function answered(request, cards, files) {
  const body = parse(request.responseText);
  removeAll(cards);
  await refresh().catch(() => location.reload());
  const refused = body.photos?.filter((photo) => photo.problem) ?? [];
  if (request.status < 300 && refused.length === 0) return;
  const place = document.querySelector('[data-uploads]');
  const notes = refused.length > 0 ? refused.map(({ name, problem }) => [name, problem.detail]) : files.map(({ name }) => [name, body.detail]);
  place.hidden = false;
  place.append(...notes.map(([name, reason]) => refusedCard(name, reason)));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: 'The answer cannot be read. Load the page again.' };
  }
}

function broken(cards, again) {
  cards.forEach((card) => say(card, 'The connection broke, and nobody knows whether the files arrived.', 0));
  cards[0].querySelectorAll('button').forEach((button) => button.remove());
  offer(cards[0], 'Send again', () => {
    removeAll(cards);
    again();
  });
}

function removeAll(cards) {
  cards.forEach((card) => card.remove());
  const place = document.querySelector('[data-uploads]');
  place.hidden = place.children.length === 0;
}

function blankCard(file) {
  const card = element('li', 'photo');
  card.dataset.phase = 'uploading';
  const progress = Object.assign(element('progress', ''), { max: 1, value: 0, ariaLabel: `Upload of ${file.name}` });
  const says = element('p', 'hint', 'uploading');
  says.role = 'status';
  card.append(element('div', 'paper'), element('h2', 'photo-name', file.name), progress, says);
  return card;
}

function refusedCard(name, reason) {
  const card = element('li', 'photo');
  card.dataset.phase = 'dead';
  const says = element('p', 'problem', reason);
  says.role = 'status';
  card.append(element('div', 'paper'), element('h2', 'photo-name', name), says);
  offer(card, 'Away with it', () => removeAll([card]));
  return card;
}

function offer(card, text, act) {
  const button = element('button', 'quiet', text);
  button.type = 'button';
  button.addEventListener('click', act);
  card.append(button);
}

function say(card, text, share) {
  const says = card.querySelector('[role="status"]');
  if (says.textContent !== text) says.textContent = text;
  card.querySelector('progress').value = share;
}

function element(name, className, text = '') {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
