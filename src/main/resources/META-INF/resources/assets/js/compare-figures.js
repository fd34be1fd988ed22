/** The results of one run, in numbers and in words. */

import { MODES } from './compare-clicks.js';
import { milliseconds } from './dom.js';

const WORDS = { mail: 'welcome mails', photo: 'photos', charge: 'charges' };

export function clicksOf(run, mode) {
  return run.clicks.filter((click) => click.mode === mode && click.ms !== undefined);
}

/** Quantiles of a mode's answered requests in milliseconds; undefined while there are none. */
export function spread(run, mode) {
  const all = clicksOf(run, mode).filter((click) => !click.unanswered).map((click) => click.ms).sort((a, b) => a - b);
  if (all.length === 0) return undefined;
  return { median: quantile(all, 0.5), p95: quantile(all, 0.95), least: all[0], most: all.at(-1), count: all.length };
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

/** The number of a mode's clicks by outcome. */
export function outcomes(run, mode) {
  const all = clicksOf(run, mode);
  const count = (wanted) => all.filter((click) => outcome(click) === wanted).length;
  return {
    clicks: all.length,
    complete: count('complete'),
    failed: count('failed'),
    lost: count('lost'),
    'in progress': count('in progress'),
    refused: count('refused'),
    'no answer': count('no answer'),
  };
}

export function outcome(click) {
  if (click.unanswered) return 'no answer';
  if (click.refused) return 'refused';
  if (click.status?.phase === 'lost') return 'lost';
  if (click.status && click.status.status !== 'processing') return click.status.status;
  return click.failed ? 'failed' : 'in progress';
}

export function counts(run) {
  const answered = run.clicks.filter((click) => click.ms !== undefined);
  return {
    all: run.count * MODES.length,
    answered: answered.length,
    finished: answered.filter((click) => outcome(click) !== 'in progress').length,
  };
}

/** From the click to the end of its work, in milliseconds. */
export function endOf(click) {
  const { status } = click;
  if (!status) return click.ms;
  const end = status.finishedAt ? Date.parse(status.finishedAt) - Date.parse(status.acceptedAt) : 0;
  return Math.max(click.ms, end);
}

/** The conclusion first, then its numbers. */
export function sentence(run) {
  const medians = MODES.map((mode) => [mode, spread(run, mode)?.median]);
  const waits = medians.map(([mode, median]) => `${mode} ${median === undefined ? 'no answer' : milliseconds(median)}`);
  const results = MODES.map((mode) => `${mode} ${ending(outcomes(run, mode))}`);
  const restart = run.restart ? 'With the process killed in the middle' : 'Outcome';
  return `${verdict(Object.fromEntries(medians))}${run.count} ${WORDS[run.work]} in each mode; median wait: ${waits.join(', ')}. ${restart}: ${results.join('; ')}.`;
}

function verdict({ inline, volatile, durable }) {
  if (!(inline / durable > 1.2)) return '';
  return `The wait is ${times(inline / durable)} times shorter in durable mode, ${times(inline / volatile)} times in volatile. `;
}

function times(ratio) {
  return ratio.toLocaleString('en', { maximumFractionDigits: ratio < 10 ? 1 : 0 });
}

function ending({ clicks, complete, ...others }) {
  const rest = ['lost', 'failed', 'no answer', 'in progress'].filter((one) => others[one]).map((one) => `${others[one]} ${one}`);
  return [`${complete} of ${clicks} complete`, ...rest].join(', ');
}
