/** Shows a status in a card, like tags/workStatus.html. */

import { clock } from './clock.js';
import { buttonForm, link, setText } from './dom.js';
import { drawStrip, isMoving } from './strip.js';

const WORDS = { done: 'complete', dead: 'failed', asking: 'no answer yet', unanswered: 'no answer' };

export function showStatus(card, status) {
  card.dataset.phase = status.phase;
  showState(card.querySelector('[data-state]'), status);
  showFacts(card, status);
  showError(card, status);
  showJob(card.querySelector('[data-job]'), status);
  showRetry(card.querySelector('[data-retry]'), status.links.job === location.pathname ? undefined : status.links.retry);
  drawStrip(card.querySelector('[data-strip]'), status);
  showPicture(card.querySelector('.photo-frame'), status);
  if (!isMoving(status)) delete card.dataset.poll;
  showMessage(card, '');
}

export function showMessage(card, message) {
  text(card, 'message', message);
}

/** Stops polling this card's status. */
export function stopCard(card, reason) {
  delete card.dataset.poll;
  showMessage(card, reason);
}

function showState(state, status) {
  state.dataset.state = status.phase;
  state.querySelector('use').setAttribute('href', `#shape-${status.phase}`);
  const word = status.phase === 'running' ? state.dataset.running : (WORDS[status.phase] ?? status.phase);
  setText(state.querySelector('[data-text="phase"]'), word);
  const { done, total } = status.progress;
  text(state, 'progress', isMoving(status) && total > 1 && status.startedAt ? `· ${done}/${total}` : '');
}

function showFacts(card, status) {
  const limit = status.maxAttempts ? ` of ${status.maxAttempts}` : '';
  text(card, 'position', status.queuePosition ? `position ${status.queuePosition} in the queue` : '');
  const shown = status.phase !== 'lost' && (status.attempt > 1 || (status.attempt === 1 && status.status !== 'complete'));
  text(card, 'attempt', shown ? `attempt ${status.attempt}${limit}` : '');
  text(card, 'next', status.nextRetryAt ? `next try ${clock(status.nextRetryAt)}` : '');
}

function showError(card, status) {
  text(card, 'error', status.error ?? '');
  card.querySelector('[data-error]').hidden = !status.error;
  const lost = card.querySelector('[data-lost]');
  lost.hidden = status.phase !== 'lost';
  setText(lost, status.waitingFor ? 'It is not known whether this was done.' : 'This work is lost and will not be done.');
}

function showJob(place, status) {
  const { job } = status.links;
  const answered = !['asking', 'unanswered'].includes(status.phase);
  if (!answered) place.hidden = true;
  if (!answered || place.dataset.shown === String(job)) return;
  place.dataset.shown = job;
  place.hidden = job === location.pathname;
  place.replaceChildren(job ? link(job, 'See the job') : 'No job was stored in this mode.');
}

/** The same form as in tags/workStatus.html. */
function showRetry(place, address) {
  if (!address) return place.replaceChildren();
  if (place.querySelector('form')) return;
  const form = buttonForm(address, 'Retry');
  form.dataset.retryForm = '';
  place.replaceChildren(form);
}

/** Adds contrast to the placeholder with each rendition, and fades the picture in when all are done. */
function showPicture(frame, status) {
  if (!frame) return;
  frame.dataset.done = status.progress.done;
  if (status.status !== 'complete' || frame.querySelector('img')) return;
  const image = new Image();
  image.alt = frame.dataset.name;
  image.dataset.fresh = '';
  image.sizes = '(max-width: 30rem) 90vw, 22rem';
  image.srcset = frame.dataset.set;
  image.src = frame.dataset.picture;
  const open = link(frame.dataset.large, '');
  open.append(image);
  image.addEventListener('load', () => frame.append(open), { once: true });
}

function text(root, name, value) {
  const element = root.querySelector(`[data-text="${name}"]`);
  element.hidden = !value;
  setText(element, value);
}
