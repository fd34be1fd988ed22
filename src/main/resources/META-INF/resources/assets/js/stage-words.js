/** The sentence and the state of each row on the stage. */

import { duration, seconds } from './dom.js';
import { now } from './clock.js';

export const MODES = ['inline', 'volatile', 'durable'];

const IDLE = {
  inline: 'The request sends the mail. The answer comes after it.',
  volatile: 'Only this process knows about the mail.',
  durable: 'Saved with the sign-up in one transaction.',
};
const ASKING = {
  inline: 'The request is sending the mail, and you wait for it.',
  volatile: 'The request hands the mail to a worker in memory.',
  durable: 'The request saves the sign-up and its job in one transaction.',
};
const GONE = {
  inline: 'The request died with the process. The account is there, its mail is not.',
  volatile: 'Only that process knew about this mail. Nothing will send it.',
  durable: 'The row is safe in the database. When the lease runs out, any worker may take it.',
};

/**
 * Returns a sentence about a click; about its mode, if there was none. While no process answers (`gone`), it says only what
 * was true at the last answer.
 */
export function sentence(mode, click, guess, gone) {
  if (!click) return IDLE[mode];
  if (click.problem) return click.problem;
  const guessed = guess === undefined || moves(click) ? '' : ` You had guessed ${guess === 'never' ? 'never' : seconds(guess)}.`;
  if (click.died && mode === 'inline' && click.killedAt !== undefined) return GONE.inline + guessed;
  if (click.died) return `The request got no answer. The sign-up may be stored, or not.${guessed}`;
  if (!click.status) return ASKING[mode];
  if (isDark(click, gone)) return GONE[mode];
  return ENDED[mode](click) + guessed;
}

const ENDED = {
  inline({ status }) {
    if (status.phase === 'dead') return 'The request failed with the mail. The account is there, the mail is not.';
    return status.phase === 'lost' ? GONE.inline : 'The answer came after the mail.';
  },
  volatile(click) {
    const { phase } = click.status;
    if (phase === 'lost') return 'The record still says “processing”. No worker will ever pick it up.';
    if (phase === 'dead') return 'One attempt, no second. You were told it is on its way.';
    if (phase === 'done') return `Mail sent after ${sentAfter(click)}. Forgotten if the process dies.`;
    return `Answered in ${duration(click.waited)}. Only this process knows about the mail.`;
  },
  durable(click) {
    const { status, waited } = click;
    const attempt = `Attempt ${status.attempt} of ${status.maxAttempts}`;
    const rescued = status.attempts.findLast((run) => run.outcome === 'rescued');
    if (status.phase === 'done') {
      if (rescued) return `Rescued after ${after(click, rescued.endedAt)}. Sent after ${sentAfter(click)}.`;
      return `Mail sent after ${sentAfter(click)}, in attempt ${status.attempt}.${status.attempt > 1 ? '' : ' Survives kill -9.'}`;
    }
    if (status.phase === 'dead') return `${attempt} failed. The row is kept, and its job can be retried.`;
    if (status.leaseEndsAt && secondsLeft(status.leaseEndsAt) === 0) return 'The lease is over. The next worker that looks takes the job.';
    if (status.leaseEndsAt) return `The database confirms it: ${holder(status)} holds the lease for another ${secondsLeft(status.leaseEndsAt)} s.`;
    if (status.phase === 'retrying' && status.attempts.at(-1)?.outcome === 'failed') {
      return `${attempt} failed${status.attempt > 1 ? ' too' : ''}. The row waits for its next attempt.`;
    }
    if (status.phase === 'running') return `${rescued ? `Rescued after ${after(click, rescued.endedAt)}` : `Answered in ${duration(waited)}`}. ${attempt} is sending the mail.`;
    return `Answered in ${duration(waited)}. ${status.waitingText ?? 'The job waits for a worker.'}`;
  },
};

/** The phase and the word at the right end of a row; undefined if there is none. */
export function stateOf(click, gone) {
  if (!click || isLost(click) || click.problem) return undefined;
  if (!click.status) return gone ? undefined : { phase: 'asking', word: 'asking' };
  const { phase, leaseEndsAt, mode } = click.status;
  if (isDark(click, gone) && mode !== 'durable') return undefined;
  if (isDark(click, gone) || leaseEndsAt) return { phase: 'silent', word: 'waiting' };
  return { phase, word: { running: 'sending', done: 'complete', dead: 'failed', queued: 'waiting' }[phase] ?? phase };
}

export function isUnfinished(click) {
  return !click.status || click.status.status === 'processing';
}

/** Work outside of the database is lost with the process that the visitor killed. */
export function isLost(click) {
  if (!click) return false;
  return click.died || click.status?.phase === 'lost' || (click.killedAt !== undefined && click.status?.mode !== 'durable' && isUnfinished(click));
}

/** Whether a click can still change by itself. */
export function moves(click) {
  return Boolean(click) && isUnfinished(click) && !isLost(click) && !click.problem;
}

/** Whether the last answer about unfinished work is older than the end of the process that did it. */
function isDark(click, gone) {
  return isUnfinished(click) && click.status.phase !== 'lost' && Boolean(gone || click.stale || isLost(click));
}

/** Rounded up. */
export function secondsLeft(until) {
  return Math.max(0, Math.ceil((Date.parse(until) - now()) / 1000));
}

function holder(status) {
  const pid = /process (\d+)/.exec(status.waitingFor?.process)?.[1];
  return pid ? `process ${pid}` : 'the process that is gone';
}

function sentAfter(click) {
  return after(click, click.status.finishedAt);
}

/** Seconds from the click, as on the axis. */
function after(click, instant) {
  return seconds(Date.parse(instant) - click.run.at);
}
