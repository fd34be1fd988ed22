/** The photos page: drop or paste files, delete and retry cards, open pictures, all without leaving the page. */

import { takeDrops } from './drop.js';
import { holdButton } from './hold.js';
import { post } from './http.js';
import { openPrints } from './lightbox.js';
import { refresh } from './refresh.js';
import { sendFiles } from './upload.js';

takeDrops();
sendFiles();
openPrints();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.delete) handle(event, remove);
  else if ('retryForm' in form.dataset) handle(event, retry);
  else if ('samples' in form.dataset) holdButton(form);
});

function handle(event, action) {
  event.preventDefault();
  const card = event.target.closest('[data-card]');
  action(card, event.target).catch(() => say(card, 'No answer. Try again in a moment.'));
}

async function remove(card, form) {
  const answer = await post(form.dataset.delete, { method: 'DELETE' });
  if (!answer.ok && answer.status !== 404) return say(card, 'The photo could not be deleted.');
  const next = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  if (next) next.querySelector('a[href], button')?.focus();
  else await refresh();
}

async function retry(card, form) {
  const answer = await post(form.action);
  if (!answer.ok) return say(card, (await answer.json()).detail);
  card.dataset.poll = '';
  document.dispatchEvent(new Event('poll'));
}

function say(card, text) {
  const message = card.querySelector('[data-text="message"]');
  message.textContent = text;
  message.hidden = false;
}
