/** The page of photos: files may be dropped or pasted, cards deleted and tried again, prints looked at, all in place. */

import { takeDrops } from './drop.js';
import { holdButton } from './hold.js';
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

function handle(event, what) {
  event.preventDefault();
  const card = event.target.closest('[data-card]');
  what(card, event.target).catch(() => tell(card, 'No answer. Try again in a moment.'));
}

async function remove(card, form) {
  const answer = await fetch(form.dataset.delete, { method: 'DELETE', headers: headers() });
  if (!answer.ok && answer.status !== 404) return tell(card, 'This could not be deleted.');
  const next = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  if (next) next.querySelector('a[href], button')?.focus();
  else await refresh();
}

async function retry(card, form) {
  const answer = await fetch(form.action, { method: 'POST', headers: headers() });
  if (!answer.ok) return tell(card, (await answer.json()).detail);
  card.dataset.poll = '';
  document.dispatchEvent(new Event('poll'));
}

function headers() {
  return { Accept: 'application/json', 'X-CSRF-TOKEN': document.querySelector('meta[name="csrf-token"]').content };
}

function tell(card, text) {
  const says = card.querySelector('[data-text="says"]');
  says.textContent = text;
  says.hidden = false;
}
