/** A page of records made of files: takes, deletes and retries them without leaving the page. */

import { showMessage } from './card.js';
import { post } from './http.js';
import { outage } from './process.js';
import { takeFiles } from './upload.js';
import { holdButton } from './waiting.js';

let refresh;

/** @param page as upload.js takes it */
export function openGallery(page) {
  ({ refresh } = page);
  takeFiles(page);
  document.addEventListener('submit', (event) => {
    const { dataset } = event.target;
    if (dataset.delete) handle(event, remove);
    else if ('retryForm' in dataset || 'cancel' in dataset) handle(event, change);
    else if ('samples' in dataset && outage()) event.preventDefault();
    else if ('samples' in dataset) holdButton(event.target);
  });
  document.addEventListener('processgone', () => disable('true'));
  document.addEventListener('processback', () => disable(null));
}

function handle(event, action) {
  event.preventDefault();
  const card = event.target.closest('[data-card]');
  action(card, event.target).catch(() => showMessage(card, 'No answer. Retry in a moment.'));
}

function disable(state) {
  document.querySelectorAll('[data-samples] button').forEach((button) => (button.ariaDisabled = state));
}

async function remove(card, form) {
  const answer = await post(form.dataset.delete, { method: 'DELETE' });
  if (!answer.ok && answer.status !== 404) return showMessage(card, 'It was not deleted. Retry in a moment.');
  const next = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  if (next) next.querySelector('a[href], button')?.focus();
  else await refresh();
}

/** Retries or cancels the work. The next status shows what became of it. */
async function change(card, form) {
  const answer = await post(form.action);
  if (!answer.ok) return showMessage(card, (await answer.json()).detail);
  card.dataset.poll = '';
  document.dispatchEvent(new Event('poll'));
}
