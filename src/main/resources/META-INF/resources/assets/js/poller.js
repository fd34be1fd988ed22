/** Asks what has become of everything on the page that still moves: one request at a time, all records in it. */

import { heard } from './clock.js';
import { showStatus, stopCard } from './card.js';
import { refresh } from './refresh.js';

const FIRST_MS = 1000;
const MOST_MS = 10_000;
const GROWTH = 1.5;
const MOST_IDS = 80;

const answers = new WeakMap();
let pause = FIRST_MS;
let timer;
let asking = false;

export function startPolling() {
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : ask()));
  document.addEventListener('poll', () => schedule(0));
  schedule(FIRST_MS);
}

function schedule(ms) {
  clearTimeout(timer);
  if (!document.hidden && moving().length > 0) timer = setTimeout(ask, ms * (0.9 + Math.random() * 0.2));
}

async function ask() {
  if (asking || moving().length === 0) return;
  asking = true;
  clearTimeout(timer);
  const outcome = { changed: false, refused: false, refresh: false, retryAfter: 0 };
  for (const question of questions()) await put(question, outcome);
  if (outcome.refresh) await refresh().catch(() => {});
  asking = false;
  pause = outcome.changed && !outcome.refused ? FIRST_MS : Math.min(MOST_MS, pause * GROWTH);
  schedule(Math.max(pause, outcome.retryAfter));
}

function moving() {
  return [...document.querySelectorAll('[data-poll]')];
}

/** Everything that has an id goes into as few requests as possible; an address of its own is asked by itself. */
function questions() {
  const cards = moving();
  const alone = cards.filter((card) => card.dataset.url);
  const together = cards.filter((card) => !card.dataset.url);
  const list = alone.map((card) => ({ url: card.dataset.url, cards: [card], pick: (body) => body }));
  for (let i = 0; i < together.length; i += MOST_IDS) list.push(many(together.slice(i, i + MOST_IDS)));
  return list;
}

function many(cards) {
  const types = [...new Set(cards.map((card) => card.dataset.type))];
  const ids = (type) => cards.filter((card) => card.dataset.type === type).map((card) => card.dataset.id);
  const query = types.map((type) => `${type}=${ids(type).join(',')}`);
  return {
    url: `/status?${query.join('&')}`,
    cards,
    pick: (body, card) => body[card.dataset.type]?.find((status) => status.id === card.dataset.id),
  };
}

async function put(question, outcome) {
  try {
    const answer = await fetch(question.url, { headers: { Accept: 'application/json' }, cache: 'no-cache' });
    heard(answer.headers.get('Date'));
    outcome.retryAfter = Math.max(outcome.retryAfter, 1000 * (Number(answer.headers.get('Retry-After')) || 0));
    if (answer.ok) return take(question, await answer.json(), outcome);
    if (answer.status !== 429 && answer.status < 500) return stop(question.cards, answer.status);
    outcome.refused = true;
  } catch {
    outcome.refused = true;
  }
}

function take(question, body, outcome) {
  for (const card of question.cards) {
    const status = question.pick(body, card);
    if (!status) {
      stop([card], 404);
      continue;
    }
    const text = JSON.stringify(status);
    if (answers.get(card) !== text) {
      outcome.changed = true;
      answers.set(card, text);
      if ('refresh' in card.dataset && card.dataset.phase !== status.phase) outcome.refresh = true;
      showStatus(card, status);
    }
  }
}

function stop(cards, code) {
  const reason = code === 401 ? 'You are signed out. Sign in to see what became of this.' : 'This is not there any more.';
  cards.forEach((card) => stopCard(card, reason));
}
