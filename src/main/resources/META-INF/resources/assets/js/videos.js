/** The videos page: films that fill while they are transcoded, and the videos that come of them. As tags/videoCard.html. */

import { now } from './clock.js';
import { element, setText, svg } from './dom.js';
import { openGallery } from './gallery.js';
import { getPage } from './http.js';
import { isMoving } from './marks.js';
import { repeat } from './poller.js';
import { outage } from './process.js';

const TICK_MS = 250;
const RETRY_MS = 2000;
/** The frame of a segment that takes longer than expected is not full before the segment is done. */
const FULLEST = 95;

/** The status of a card, and the time since when it has as many segments. */
const shown = new WeakMap();

openGallery({ refresh, card });
document.addEventListener('status', ({ target, detail }) => show(target, detail));
// The frames of a video go when it is complete.
document.addEventListener('error', ({ target }) => target.matches('.frame img') && target.remove(), true);
document.addEventListener('play', ({ target }) => (target.dataset.played = ''), true);
for (const change of ['processgone', 'processback']) document.addEventListener(change, () => moving().forEach(draw));
addEventListener('resize', revealAll);
revealAll();
setInterval(() => moving().forEach(grow), TICK_MS);

/** A card without a record. */
function card(state, reason, name) {
  const head = element('div', 'video-head', element('h2', '', name), element('p', 'state-line', state));
  return element('li', 'card video', head, reason);
}

function moving() {
  return [...document.querySelectorAll('[data-view="moving"]')].filter((one) => shown.has(one));
}

function show(one, status) {
  const before = shown.get(one);
  const same = before && before.status.progress.done === status.progress.done && before.status.attempt === status.attempt;
  shown.set(one, { status, since: same ? before.since : now() });
  if (isMoving(status) === (one.dataset.view === 'moving')) {
    if (isMoving(status)) draw(one);
  } else refreshSoon();
}

function refreshSoon() {
  repeat(RETRY_MS, async () => {
    await refresh();
    return true;
  });
}

/** Adds and replaces cards as the server draws them. The others stay, because a video may play in them. */
async function refresh() {
  const page = await getPage(location.href);
  const list = document.querySelector('[data-gallery]');
  let place = list.querySelector('[data-id]');
  for (const fresh of page.querySelectorAll('[data-gallery] > [data-id]')) {
    const old = list.querySelector(`[data-id="${fresh.dataset.id}"]`);
    if (!old) list.insertBefore(fresh, place);
    else if (old.dataset.view !== fresh.dataset.view) replace(old, fresh);
    if (old) place = (old.isConnected ? old : fresh).nextElementSibling;
  }
  document.dispatchEvent(new Event('poll'));
}

function replace(old, fresh) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (focused) fresh.querySelector('video, a[href], button')?.focus();
}

function draw(one) {
  const { status } = shown.get(one);
  const film = one.querySelector('[data-film]');
  const starts = startsOf(film, status);
  film.hidden = status.phase === 'queued' && status.progress.done === 0;
  drawFrames(film.firstElementChild, one.dataset.id, status, starts);
  drawKept(one.querySelector('[data-kept]'), status, starts.get(status.attempt));
  grow(one);
}

/** The number of segments that each attempt after the first has found: what the server knew, and what was seen since. */
function startsOf(film, { attempt, progress }) {
  const starts = new Map(film.dataset.starts.split(' ').filter(Boolean).map((start) => start.split(':').map(Number)));
  if (attempt > 1 && !starts.has(attempt)) starts.set(attempt, progress.kept > Math.max(0, ...starts.values()) ? progress.kept : progress.done);
  film.dataset.starts = [...starts].map((start) => start.join(':')).join(' ');
  return starts;
}

function drawFrames(frames, id, status, starts) {
  const { done, total } = status.progress;
  const known = [...frames.querySelectorAll('.frame')];
  const cuts = cutsOf(status, starts);
  const parts = [];
  for (let n = 0; n <= (total ?? done + 1); n++) {
    if (n > 0) parts.push(frame(known[n - 1] ?? element('span', 'frame', element('i'), element('span', '', String(n))), id, n, status));
    if (cuts.has(n)) parts.push(frames.querySelector(`.cut[data-at="${n}"]`) ?? cut(n));
  }
  const changed = parts.length !== frames.children.length || parts.some((part, i) => frames.children[i] !== part);
  if (changed) frames.replaceChildren(...parts);
  frames.ariaLabel = `${done}${total ? ` of ${total}` : ''} segments are done.`;
}

function frame(made, id, n, { phase, progress: { done } }) {
  const isNow = n === done + 1 && phase === 'running';
  if (n <= done && !made.querySelector('img')) made.prepend(Object.assign(element('img'), { loading: 'lazy', src: `/videos/${id}/frames/${n}`, alt: '' }));
  if (n > done) made.querySelector('img')?.remove();
  made.toggleAttribute('data-done', n <= done);
  if (isNow && !('now' in made.dataset)) requestAnimationFrame(() => reveal(made));
  made.toggleAttribute('data-now', isNow);
  return made;
}

function revealAll() {
  document.querySelectorAll('[data-now]').forEach(reveal);
}

/** Scrolls a long film, and nothing else, to the frame. */
function reveal(made) {
  const film = made.closest('.film');
  if (film) film.scrollLeft = made.offsetLeft - film.clientWidth / 2;
}

/** Where a run died: the next run began there, or nothing came after it. */
function cutsOf({ attempts, progress }, starts) {
  const died = ({ outcome, lastSignAt }) => ['rescued', 'fenced'].includes(outcome) || (outcome === 'running' && (lastSignAt || outage()?.killed));
  return new Set(attempts.filter(died).map((run) => starts.get(run.attempt + 1) ?? progress.done));
}

function cut(n) {
  const cross = svg('svg', { class: 'shape', 'aria-hidden': 'true' });
  cross.append(svg('use', { href: '#shape-unanswered' }));
  const made = element('span', 'cut', cross);
  made.dataset.at = n;
  return made;
}

function drawKept(place, { phase, mode, leaseEndsAt, attempt, progress: { done, total } }, kept) {
  const of = (n) => `${n}${total ? ` of ${total}` : ''}`;
  const waits = leaseEndsAt || phase === 'retrying' || (outage() && mode === 'durable');
  if (waits && done > 0) place.replaceChildren(element('b', '', `${of(done)} segments are kept.`), ` The next attempt starts at segment ${done + 1}.`);
  else if (phase === 'running' && kept > 0) place.replaceChildren(element('b', '', `${of(kept)} segments were kept.`), ` Attempt ${attempt} started at segment ${kept + 1}.`);
  else place.replaceChildren();
}

/** The words beside the state, and the current frame, follow the measured pace. */
function grow(one) {
  const { status, since } = shown.get(one);
  const { done, total, remainingMs } = status.progress;
  const place = one.querySelector('[data-segment]');
  const runs = status.phase === 'running' && !status.leaseEndsAt && !outage();
  if (!runs) return setText(place, '');
  if (total && done >= total) return setText(place, `joining ${total} ${total === 1 ? 'segment' : 'segments'}`);
  const left = remainingMs == null ? '' : `, about ${Math.max(1, Math.round((remainingMs - (now() - since)) / 1000))} s left`;
  setText(place, `segment ${done + 1}${total ? ` of ${total}` : ''}${left}`);
  const fill = one.querySelector('[data-now] i');
  if (fill && remainingMs) fill.style.width = `${Math.min(FULLEST, (100 * (now() - since) * (total - done)) / remainingMs)}%`;
}
