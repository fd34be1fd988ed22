/** The photos page: uploads, deletes, retries and opens photos without leaving the page. */

import { showMessage } from './card.js';
import { setText } from './dom.js';
import { post } from './http.js';
import { openPhotos } from './lightbox.js';
import { outage } from './process.js';
import { refresh } from './refresh.js';
import { takeFiles } from './upload.js';
import { holdButton } from './waiting.js';

takeFiles();
openPhotos();
countPhotos();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.delete) handle(event, remove);
  else if ('retryForm' in form.dataset) handle(event, retry);
  else if ('samples' in form.dataset && outage()) event.preventDefault();
  else if ('samples' in form.dataset) holdButton(form);
});
document.addEventListener('processgone', () => disable('true'));
document.addEventListener('processback', () => disable(null));

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

/** On a phone the heading counts, as two prints fill the screen. */
function countPhotos() {
  const count = () => {
    const total = document.querySelectorAll('.photo[data-id]').length;
    const complete = document.querySelectorAll('.photo[data-id][data-phase="done"]').length;
    setText(document.querySelector('[data-count]'), total ? `${total} ${total === 1 ? 'photo' : 'photos'}, ${complete} complete` : '');
  };
  new MutationObserver(count).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-phase'] });
  count();
}
