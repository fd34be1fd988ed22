/** The marks of a status, and the same in words: the same as status/StripMarks.java and Strip.java make. */

import { now } from './clock.js';
import { duration } from './dom.js';

const SHORTEST_AXIS_MS = 4000;
const RUNS = { running: 'live', complete: 'complete', failed: 'failed' };
const BEFORE = { failed: 'arc', rescued: 'arc', fenced: undefined };
const WORDS = {
  complete: 'was complete',
  failed: 'failed',
  rescued: 'fell silent and was rescued',
  fenced: 'froze and was fenced',
  released: 'was given back',
  cancelled: 'was cancelled',
};
const leaseMs = Number(document.documentElement.dataset.lease);

export function isMoving(status) {
  return status.status === 'processing' && status.phase !== 'lost';
}

/** The shortest axis for so many milliseconds: 4 s, 8 s, 16 s and so on. */
export function axisFor(ms) {
  let axis = SHORTEST_AXIS_MS;
  while (axis < ms) axis *= 2;
  return axis;
}

export function lengthOf(status, at = now(), gone = undefined) {
  return Math.max(0, ...marksOf(status, at, gone).marks.map(({ from, to }) => Math.max(from, Number.isFinite(to) ? to : 0)));
}

/**
 * The marks of a status: { kind, from, to, label }, in milliseconds since its acceptance; `to` is Infinity for the end of the
 * axis. During an outage (`gone`: { at, killed }), unfinished work is drawn as it was at the last answer.
 */
export function marksOf(status, at = now(), gone = undefined) {
  const marks = [];
  const strip = { marks, never: '' };
  if (!status.acceptedAt) return strip;
  const since = (instant) => Math.max(0, Date.parse(instant) - Date.parse(status.acceptedAt));
  const time = Math.max(0, at - Date.parse(status.acceptedAt));
  const dark = gone && isMoving(status) ? Math.max(0, gone.at - Date.parse(status.acceptedAt)) : undefined;
  const add = (kind, from, to = from, label = '') => marks.push({ kind, from, to: Math.max(from, to), label });
  const rails = (word) => {
    strip.never = word;
    add('rails', cursor, Infinity);
  };

  const inline = status.mode === 'inline';
  const pending = inline && isMoving(status);
  let cursor = status.requestMs ?? (pending ? (dark ?? time) : 0);
  let last = '';
  add(inline && status.status === 'failed' ? 'torn' : 'request', 0, cursor);
  if (pending && gone?.killed) {
    add('cross', cursor);
    rails('failed');
    return strip;
  }

  for (const run of runsOf(status)) {
    const start = since(run.startedAt);
    const before = last in BEFORE ? BEFORE[last] : 'waiting';
    if ((last || run.attempt <= 1) && before) add(before, cursor, start);
    const live = run.outcome === 'running';
    const silent = live && status.leaseEndsAt;
    const end = run.endedAt ? since(run.endedAt) : (dark ?? time);
    const sign = run.lastSignAt ? since(run.lastSignAt) : silent ? since(status.leaseEndsAt) - leaseMs : end;
    const kind = silent || (live && dark !== undefined) ? 'died' : (RUNS[run.outcome] ?? 'died');
    add(kind, start, Math.max(start, sign), run.attempt ? String(run.attempt) : '');
    if (silent) silence(run.lastSignAt || gone?.killed, sign, since(status.leaseEndsAt), 'in');
    else if (live && dark !== undefined) outageOf(run, end);
    else if (run.outcome === 'rescued') add('past', sign, end, 'lease runs out'), add('cross', sign), add('hook', end);
    else if (run.outcome === 'fenced') add('past', sign, end), add('frozen', sign), add('fence', end);
    else if (['released', 'cancelled'].includes(run.outcome)) add(run.outcome, end);
    cursor = run.outcome === 'fenced' ? sign : end;
    last = run.outcome;
  }
  ending();
  return strip;

  /** A lease that nobody extends: the time that has passed, and the time left. */
  function silence(died, sign, leaseEnd, word) {
    add('counted', sign, Math.min(time, leaseEnd));
    if (died) add('cross', sign);
    if (time < leaseEnd) add('lease', time, leaseEnd, `${word} ${Math.ceil((leaseEnd - time) / 1000)} s`);
  }

  /** A live run while no process answers: a lease ends at the latest one lease after the last answer. */
  function outageOf(run, end) {
    if (run.attempt) silence(gone.killed, end, end + leaseMs, 'within');
    else if (gone.killed) add('cross', end);
    if (!run.attempt && gone.killed) {
      cursor = end;
      rails('lost');
    }
  }

  function ending() {
    const next = status.nextRetryAt ? since(status.nextRetryAt) : 0;
    if (['queued', 'retrying'].includes(status.phase)) {
      if (next > time) add('pending', cursor, next);
      else add('waiting', cursor, dark ?? time);
    } else if (status.phase === 'dead') {
      if (status.attempts.length) add('stop', cursor, cursor, '!');
      else rails('failed');
    } else if (status.phase === 'cancelled' && last !== 'cancelled') add('cancelled', since(status.finishedAt));
    else if (status.phase === 'lost') rails(status.waitingFor ? 'no answer' : inline ? 'failed' : 'lost');
  }
}

/** In memory, the record itself is the only run. It is not known when a lost one ended. */
function runsOf(status) {
  if (status.mode !== 'volatile' || !status.startedAt || status.phase === 'lost') return status.attempts ?? [];
  const outcome = { complete: 'complete', failed: 'failed' }[status.status] ?? 'running';
  return [{ attempt: 0, startedAt: status.startedAt, endedAt: status.finishedAt, outcome }];
}

/** The strip in words, as Strip.java makes it. */
export function sentenceOf(status) {
  if (!status.acceptedAt) return 'nothing yet';
  const runs = (status.attempts ?? []).map((run) => {
    const end = run.endedAt ?? run.lastSignAt;
    const words = WORDS[run.outcome] ?? (run.lastSignAt ? 'died' : 'is running');
    const after = end ? ` after ${duration(Math.max(0, Date.parse(end) - Date.parse(status.acceptedAt)))}` : '';
    return ` Attempt ${run.attempt} ${words}${after}.`;
  });
  const waited = status.requestMs == null ? 'accepted.' : `you waited ${duration(status.requestMs)}.`;
  const work = status.workText ? ` The work: ${status.workText}.` : '';
  return `${status.mode[0].toUpperCase()}${status.mode.slice(1)}: ${waited}${runs.join('')}${work}`;
}
