/** Polls the status of all unfinished work on the page: one request at a time, many records in each. */

import { showStatus, stopCard } from './card.js';
import { pause } from './dom.js';
import { Refused, currentProcess, get } from './http.js';
import { refresh } from './refresh.js';
import { isMoving } from './marks.js';

export const MAX_IDS = 50;

const FIRST_MS = 1000;
const MAX_MS = 10_000;
const GROWTH = 1.5;
const PROCESS_INTERVAL_MS = 200;

const answers = new WeakMap();
let interval = FIRST_MS;
let timer;
let polling = false;

export function startPolling() {
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : pollAll()));
  document.addEventListener('poll', () => schedule(0));
  schedule(FIRST_MS);
}

/** Repeats an action every `ms` until it returns true. A failure does not end it. */
export async function repeat(ms, action) {
  for (;;) {
    let wait = ms;
    const refused = (error) => {
      // 429 and 5xx ask for patience; no answer does not: process.js tells when the next process is there.
      if (error instanceof Refused) wait = Math.max(error.retryAfterMs, 2 * ms);
    };
    if (await action().catch(refused)) return;
    await pause(wait);
    while (document.hidden) await pause(ms);
  }
}

/**
 * Polls one record's status every `ms` until it is final, and calls `show` with it: undefined without an answer, null if the
 * record does not exist. `show` ends the polling by returning true.
 */
export async function follow(url, ms, show) {
  await repeat(ms, async () => {
    let error;
    const status = await getStatus(url).catch((failure) => {
      error = failure;
    });
    const ended = await show(status);
    if (error instanceof Refused && !ended) throw error;
    return ended || status === null || (status && !isMoving(status));
  });
}

/** Returns the JSON of an address, or null if it does not exist. */
export async function getStatus(url) {
  const answer = await get(url);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Refused(answer);
  return answer.json();
}

/** Waits until a process other than `previous` answers. */
export function awaitProcess(previous) {
  return repeat(PROCESS_INTERVAL_MS, async () => {
    const process = await currentProcess();
    return process && process !== previous;
  });
}

/** Returns the address of the statuses of many records. */
export function statusUrl(records) {
  const types = [...new Set(records.map(({ type }) => type))];
  const ids = (type) => records.filter((record) => record.type === type).map(({ id }) => id);
  return `/status?${types.map((type) => `${type}=${ids(type).join(',')}`).join('&')}`;
}

function schedule(ms) {
  clearTimeout(timer);
  if (!document.hidden && moving().length > 0) timer = setTimeout(pollAll, ms * (0.9 + Math.random() * 0.2));
}

async function pollAll() {
  if (polling || moving().length === 0) return;
  polling = true;
  clearTimeout(timer);
  const outcome = { changed: false, refused: false, refresh: false, retryAfter: 0 };
  for (const request of requests()) await poll(request, outcome);
  if (outcome.refresh) await refresh().catch(() => {});
  polling = false;
  interval = outcome.changed && !outcome.refused ? FIRST_MS : Math.min(MAX_MS, interval * GROWTH);
  schedule(Math.max(interval, outcome.retryAfter));
}

function moving() {
  return [...document.querySelectorAll('[data-poll]')];
}

/** Cards with an id share requests; a card with its own address has a request of its own. */
function requests() {
  const cards = moving();
  const alone = cards.filter((card) => card.dataset.url);
  const together = cards.filter((card) => !card.dataset.url);
  const list = alone.map((card) => ({ url: card.dataset.url, cards: [card], pick: (body) => body }));
  for (let i = 0; i < together.length; i += MAX_IDS) list.push(batch(together.slice(i, i + MAX_IDS)));
  return list;
}

function batch(cards) {
  return {
    url: statusUrl(cards.map((card) => card.dataset)),
    cards,
    pick: (body, card) => body[card.dataset.type]?.find((status) => status.id === card.dataset.id),
  };
}

async function poll(request, outcome) {
  try {
    const answer = await get(request.url);
    outcome.retryAfter = Math.max(outcome.retryAfter, 1000 * (Number(answer.headers.get('Retry-After')) || 0));
    if (answer.ok) return show(request, await answer.json(), outcome);
    if (answer.status !== 429 && answer.status < 500) return stop(request.cards, answer.status);
    outcome.refused = true;
  } catch {
    outcome.refused = true;
  }
}

function show(request, body, outcome) {
  for (const card of request.cards) {
    const status = request.pick(body, card);
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
