/** Asks for the status of everything on the page that is still moving: one request at a time, many records in each. */

import { showStatus, stopCard } from './card.js';
import { pause } from './dom.js';
import { get } from './http.js';
import { refresh } from './refresh.js';
import { isMoving } from './strip.js';

export const MOST_IDS = 50;

const FIRST_MS = 1000;
const MOST_MS = 10_000;
const GROWTH = 1.5;

const answers = new WeakMap();
let interval = FIRST_MS;
let timer;
let asking = false;

export function startPolling() {
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : ask()));
  document.addEventListener('poll', () => schedule(0));
  schedule(FIRST_MS);
}

/** Repeats an action every `ms` until it returns true. A failure does not end it. */
export async function repeat(ms, action) {
  while (!(await action().catch(() => false))) await pause(ms);
}

/**
 * Asks for one record's status every `ms` until it is final. Each answer goes to `take`: undefined if there was none, null
 * if there is no such record; `take` ends the polling by returning true.
 */
export async function follow(url, ms, take) {
  await repeat(ms, async () => {
    const status = await look(url).catch(() => undefined);
    const ended = await take(status);
    return ended || status === null || (status && !isMoving(status));
  });
}

/** Returns the JSON of an address, or null if it does not exist. */
export async function look(url) {
  const answer = await get(url);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/** The address of the statuses of many records. */
export function statusUrl(records) {
  const types = [...new Set(records.map(({ type }) => type))];
  const ids = (type) => records.filter((record) => record.type === type).map(({ id }) => id);
  return `/status?${types.map((type) => `${type}=${ids(type).join(',')}`).join('&')}`;
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
  interval = outcome.changed && !outcome.refused ? FIRST_MS : Math.min(MOST_MS, interval * GROWTH);
  schedule(Math.max(interval, outcome.retryAfter));
}

function moving() {
  return [...document.querySelectorAll('[data-poll]')];
}

/** Cards with an id share requests; a card with its own address gets its own. */
function questions() {
  const cards = moving();
  const alone = cards.filter((card) => card.dataset.url);
  const together = cards.filter((card) => !card.dataset.url);
  const list = alone.map((card) => ({ url: card.dataset.url, cards: [card], pick: (body) => body }));
  for (let i = 0; i < together.length; i += MOST_IDS) list.push(many(together.slice(i, i + MOST_IDS)));
  return list;
}

function many(cards) {
  return {
    url: statusUrl(cards.map((card) => card.dataset)),
    cards,
    pick: (body, card) => body[card.dataset.type]?.find((status) => status.id === card.dataset.id),
  };
}

async function put(question, outcome) {
  try {
    const answer = await get(question.url);
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
  const reason = code === 401 ? 'You are signed out. Sign in to see the result.' : 'This no longer exists.';
  cards.forEach((card) => stopCard(card, reason));
}
