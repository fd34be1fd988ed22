/** Draws the rows of the stage on one axis: figure, strip, sentence and state. */

import { drawAxis } from './axis.js';
import { now } from './clock.js';
import { element, milliseconds, setText } from './dom.js';
import { guessOf, showGuess } from './guess.js';
import { axisFor, drawStrip, marksOf } from './strip.js';
import { outage } from './process.js';
import { isLost, isUnfinished, MODES, moves, secondsLeft, sentence, stateOf } from './stage-words.js';

const QUICK_MS = 90;
/** The width of a letter, with room around the words. */
const LETTER_PX = 12.5;
const GROWTH_MS = 300;
const board = document.querySelector('[data-board]');
const mailMs = Number(board.dataset.mailMs);
const leaseMs = Number(document.documentElement.dataset.lease);
const still = matchMedia('(prefers-reduced-motion: reduce)');
let axis = axisFor(0);
let trackPx = 0;
let growth = { from: axis, to: axis, since: 0 };

export function rowOf(mode) {
  return board.querySelector(`[data-stage-row="${mode}"]`);
}

export function axisLength() {
  return axis;
}

/** @param gone since when no process answers, and whether it was killed; undefined while one answers */
export function drawRows(clicks, gone) {
  fit(clicks, gone);
  trackPx = board.querySelector('.track').clientWidth;
  for (const mode of MODES) drawRow(mode, clicks[mode], gone);
  setText(board.querySelector('[data-waited]'), MODES.some((mode) => clicks[mode]) ? 'You waited' : 'You wait, typically');
}

/** Moves the tags and lines of now and of a kill. */
export function drawTimes(clicks, gone) {
  fit(clicks, gone);
  const made = MODES.map((mode) => clicks[mode]).filter(Boolean);
  const latest = Math.max(...made.map(({ run }) => run.at));
  const current = made.filter(({ run }) => run.at === latest);
  const since = current.some(moves) ? now() - latest : undefined;
  const killed = killedAfter(current.find(killedAfter));
  const step = drawAxis(board.querySelector('[data-axis]'), axis, { now: since, killed });
  board.style.setProperty('--grid', `${(100 * step) / axis}%`);
  for (const mode of MODES) {
    const click = clicks[mode];
    showFigure(rowOf(mode).querySelector('[data-figure]'), mode, click, made.length > 0);
    line(rowOf(mode).querySelector('[data-line="now"]'), current.length > 1 && current.includes(click) ? since : undefined);
    line(rowOf(mode).querySelector('[data-line="killed"]'), killedAfter(click));
  }
}

function line(place, ms) {
  place.toggleAttribute('hidden', ms === undefined);
  if (ms === undefined) return;
  const x = `${((100 * ms) / axis).toFixed(2)}%`;
  place.setAttribute('x1', x);
  place.setAttribute('x2', x);
}

/** Milliseconds from the click to the kill that hit it. */
function killedAfter(click) {
  return click?.killedAt === undefined ? undefined : Math.max(0, click.killedAt - click.run.at);
}

/** The axis is as long as the longest row, also with the end of its lease. */
function fit(clicks, gone) {
  const marks = MODES.filter((mode) => clicks[mode]).flatMap((mode) => marksOf(statusOf(mode, clicks[mode]), now(), gone).marks);
  const guesses = MODES.map(guessOf).filter(Number.isFinite);
  const moving = Object.values(clicks).filter(moves).map((click) => now() - click.run.at);
  const to = axisFor(Math.max(0, ...guesses, ...moving, ...marks.flatMap((mark) => [mark.from, mark.to]).filter(Number.isFinite)));
  if (to !== growth.to) growth = { from: axis, to, since: performance.now() };
  const isStill = still.matches || (moving.length === 0 && !gone);
  const share = isStill ? 1 : Math.min(1, (performance.now() - growth.since) / GROWTH_MS);
  axis = growth.from + (growth.to - growth.from) * share;
}

function drawRow(mode, click, gone) {
  const row = rowOf(mode);
  const guess = guessOf(mode);
  const state = stateOf(click, gone);
  row.dataset.phase = click ? (state?.phase ?? 'lost') : 'none';
  row.toggleAttribute('data-lost', isLost(click));
  setText(row.querySelector('[data-sentence]'), sentence(mode, click, guess, gone));
  showState(row.querySelector('[data-end]'), state);
  showGuess(row.querySelector('[data-guess]'), guess, axis, !click);
  const marks = Number.isFinite(guess) ? [{ kind: 'guess', from: guess, to: guess }] : [];
  const options = { axis: () => axis, words: wordsOf(mode, click), extra: [...extras(mode, click), ...marks] };
  drawStrip(row.querySelector('[data-strip]'), click ? statusOf(mode, click) : EMPTY, options);
}

const EMPTY = { status: 'none', phase: 'none', mode: 'none', attempts: [], acceptedAt: null, requestMs: null };

/** Returns the longest words for which a mark of a row has room. */
function wordsOf(mode, click) {
  return (kind, label, share) => {
    const fitting = (...texts) => texts.find((text) => text.length * LETTER_PX < (share * trackPx) / 100) ?? '';
    if (kind === 'past') return fitting(`${label}, nobody works`, label, 'lease');
    if (kind === 'lease') return fitting(`lease runs out ${label}`) || label;
    if (kind === 'pending') return fitting(`retrying in ${secondsLeft(click.status.nextRetryAt)} s`);
    if (kind === 'torn') return fitting('502 Bad Gateway', '502');
    if (kind !== 'request') return label;
    if (!click) return fitting('you wait for the mail', 'you wait');
    return mode === 'inline' && click.status?.phase === 'done' ? fitting('you waited for the mail', 'you waited') : '';
  };
}

function extras(mode, click) {
  if (!click) return ghosts(mode);
  const killed = killedAfter(click);
  return killed !== undefined && isLost(click) ? [{ kind: 'cross', from: killed, to: killed, label: '' }] : [];
}

/** The typical course, for a row without a click. */
function ghosts(mode) {
  const end = mailMs + QUICK_MS;
  if (mode === 'inline') return [{ kind: 'request', from: 0, to: end }];
  return [
    { kind: 'request', from: 0, to: QUICK_MS },
    { kind: 'ghost', from: QUICK_MS + 30, to: end + 30, label: '' },
    { kind: 'ghost', from: end + 100, to: end + 100, label: 'the mail is sent behind you' },
  ];
}

/** The status as the strip draws it: its time begins with the click, and what the page saw of a kill is added. */
function statusOf(mode, click) {
  const acceptedAt = new Date(click.run.at).toISOString();
  const killed = killedAfter(click);
  const base = { status: 'processing', phase: 'running', mode: 'inline', attempts: [], acceptedAt, requestMs: null, startedAt: null, finishedAt: null };
  const unknown = mode === 'inline' && killed !== undefined ? null : {};
  if (!click.status) return click.died ? { ...base, phase: 'lost', requestMs: killed ?? click.waited, waitingFor: unknown } : base;
  const status = { ...click.status, acceptedAt, requestMs: click.waited };
  if (killed === undefined || !isUnfinished(click)) return status;
  const end = new Date(click.killedAt).toISOString();
  if (isLost(click)) {
    const run = { attempt: 0, startedAt: status.startedAt, lastSignAt: end, endedAt: end, outcome: 'lost' };
    return { ...status, phase: 'lost', startedAt: null, attempts: status.startedAt ? [run] : [] };
  }
  // During an outage, the strip itself knows that the lease is not confirmed.
  const stale = click.stale && status.phase === 'running' && !outage();
  const leaseEndsAt = stale ? new Date(click.killedAt + leaseMs).toISOString() : status.leaseEndsAt;
  const attempts = status.attempts.map((run) => (leaseEndsAt && !run.endedAt ? { ...run, lastSignAt: run.lastSignAt ?? end } : run));
  return { ...status, attempts, leaseEndsAt };
}

function showFigure(place, mode, click, started) {
  const text = click ? waitedFor(click) : started ? '—' : milliseconds(mode === 'inline' ? mailMs + QUICK_MS + 10 : QUICK_MS);
  // A lost click's figure is lighter, and narrower.
  const shown = `${text} ${isLost(click)}`;
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  place.toggleAttribute('data-words', text === 'no answer');
  const [number, unit] = text === 'no answer' ? [text] : text.split(' ');
  place.replaceChildren(number, ...(unit ? [element('small', '', ` ${unit}`)] : []));
}

function waitedFor(click) {
  return click.died ? 'no answer' : milliseconds(click.waited ?? Math.max(0, now() - click.run.at));
}

/** Makes a new element: an old one with another word would move. */
function showState(place, state) {
  const shown = state ? `${state.phase} ${state.word}` : '';
  if (place.dataset.shown === shown) return;
  const fresh = place.cloneNode(true);
  fresh.dataset.shown = shown;
  fresh.dataset.state = state?.phase ?? '';
  fresh.toggleAttribute('data-empty', !state);
  fresh.querySelector('use').setAttribute('href', `#shape-${state?.phase ?? ''}`);
  setText(fresh.querySelector('[data-word]'), state?.word ?? '');
  place.replaceWith(fresh);
}
