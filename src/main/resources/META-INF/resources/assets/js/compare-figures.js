/** The figures of a run: one row a click. The headline, the counts and the CSV are all made of these rows. */

import { MODES } from './compare-clicks.js';
import { milliseconds } from './dom.js';

const HEAD = ['work', 'mode', 'n', 'sent_ms', 'request_ms', 'finished_ms', 'attempts', 'outcome'];
const NOUNS = { mail: ['welcome mail', 'mails'], photo: ['photo', 'photos'], charge: ['charge', 'charges'] };
const NEVER = ['no answer', 'lost', 'failed', 'refused'];
const NAMES = { inline: 'inline', volatile: 'in memory', durable: 'durable' };

/** The answered clicks, in whole milliseconds: since the first click, of the request, and from the click to its end. */
export function rowsOf(run) {
  return MODES.flatMap((mode) => run.clicks.filter((click) => click.mode === mode && click.ms !== undefined)).map((click) => ({
    work: run.work,
    mode: click.mode,
    n: click.n,
    sent: Math.round(click.began - run.began),
    request: Math.round(click.ms),
    finished: endOf(click),
    attempts: click.status?.attempt ?? '',
    outcome: outcomeOf(click),
  }));
}

/** The figures of one mode. `never` counts what no longer comes, by its word. */
export function summaryOf(rows, mode) {
  const own = rows.filter((row) => row.mode === mode);
  const count = (outcome) => own.filter((row) => row.outcome === outcome).length;
  const waits = own.filter((row) => row.outcome !== 'no answer').map((row) => row.request);
  return {
    answered: waits.length,
    median: middle(waits.sort((a, b) => a - b)),
    complete: count('complete'),
    again: own.filter((row) => row.outcome === 'complete' && row.attempts > 1).length,
    never: NEVER.filter(count).map((word) => ({ word, count: count(word) })),
    unfinished: count('in progress'),
  };
}

/** The result in one line, and what it is made of in a second. */
export function verdict(run, rows) {
  const [inline, volatile, durable] = MODES.map((mode) => summaryOf(rows, mode));
  const all = run.count * MODES.length;
  const finished = rows.filter((row) => row.outcome !== 'in progress').length;
  const waits = `Median wait: ${MODES.map((mode) => `${NAMES[mode]} ${waitOf(summaryOf(rows, mode))}`).join(', ')}.`;
  if (run.clicking) return { headline: `${rows.length} of ${all} clicks are answered.`, sentence: waits };
  if (finished < rows.length) return { headline: `All clicks are answered. ${finished} of ${rows.length} are finished.`, sentence: waits };
  const times = inline.median / durable.median;
  if (run.killed === undefined) return { headline: waitsLonger(times), sentence: `${waits} ${endings(run, [inline, volatile, durable])}` };
  const less = times > 1.2 ? ` Behind the answer you wait ${ratio(times)} times less.` : '';
  return { headline: `Killed in the middle: durable finished ${durable.complete} of ${run.count}.`, sentence: `${endings(run, [inline, volatile])}${less}` };
}

/** The rows as CSV (RFC 4180). */
export function csv(rows) {
  const lines = rows.map((row) => [row.work, row.mode, row.n, row.sent, row.request, row.finished ?? '', row.attempts, row.outcome]);
  return [HEAD, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

export function nounOf(run) {
  return NOUNS[run.work][0];
}

function outcomeOf(click) {
  if (click.unanswered) return 'no answer';
  if (click.refused) return 'refused';
  if (click.status?.phase === 'lost') return 'lost';
  if (click.status && click.status.status !== 'processing') return click.status.status;
  return click.failed ? 'failed' : 'in progress';
}

/** From the click to the end of its work; undefined before it, and if there is none. */
function endOf({ ms, status }) {
  if (status?.status !== 'complete') return undefined;
  return Math.max(Math.round(ms), Date.parse(status.finishedAt) - Date.parse(status.acceptedAt));
}

function middle(sorted) {
  return sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)];
}

function waitOf({ median }) {
  return median === undefined ? 'no answer' : milliseconds(median);
}

function waitsLonger(times) {
  if (times > 1.2) return `Inline waits ${ratio(times)} times longer.`;
  return 'Inline waits no longer: this work is not slow.';
}

function ratio(times) {
  return times.toLocaleString('en', { maximumFractionDigits: times < 10 ? 1 : 0 });
}

/** The losses in these modes, such as "Inline lost 4 answers. In memory lost 12 mails." */
function endings(run, summaries) {
  const many = NOUNS[run.work][1];
  const lost = summaries.flatMap(({ never }, i) => never.map(({ word, count }) => ending(MODES[i], word, count, many)));
  return lost.length > 0 ? lost.join(' ') : `No ${many} are missing.`;
}

function ending(mode, word, count, many) {
  const what = count === 1 ? many.slice(0, -1) : many;
  const name = NAMES[mode][0].toUpperCase() + NAMES[mode].slice(1);
  if (word === 'no answer') return `${name} lost ${count} ${count === 1 ? 'answer' : 'answers'}.`;
  return word === 'lost' ? `${name} lost ${count} ${what}.` : `${name}: ${count} ${what} ${word}.`;
}
