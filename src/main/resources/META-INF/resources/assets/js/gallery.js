/** The photos page: uploads, deletes, retries and opens photos without leaving the page. */

import { showMessage } from './card.js';
import { takeDrops } from './drop.js';
import { holdButton } from './waiting.js';
import { post } from './http.js';
import { openPhotos } from './lightbox.js';
import { refresh } from './refresh.js';
import { sendFiles } from './upload.js';

takeDrops();
sendFiles();
openPhotos();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.delete) handle(event, remove);
  else if ('retryForm' in form.dataset) handle(event, retry);
  else if ('samples' in form.dataset) holdButton(form);
});

function handle(event, action) {
  event.preventDefault();
  const card = event.target.closest('[data-card]');
  action(card, event.target).catch(() => showMessage(card, 'No answer. Retry in a moment.'));
}

async function remove(card, form) {
  const answer = await post(form.dataset.delete, { method: 'DELETE' });
  if (!answer.ok && answer.status !== 404) return showMessage(card, 'The photo was not deleted. Retry in a moment.');
  const next = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  if (next) next.querySelector('a[href], button')?.focus();
  else await refresh();
}

async function retry(card, form) {
  const answer = await post(form.action);
  if (!answer.ok) return showMessage(card, (await answer.json()).detail);
  card.dataset.poll = '';
  document.dispatchEvent(new Event('poll'));
}
