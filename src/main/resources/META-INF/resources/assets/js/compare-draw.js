/** Draws a mode's requests as dots and its work as bars; all modes share one time axis. */

import { showAxis } from './axis.js';
import { MODES } from './compare-clicks.js';
import { clicksOf, endOf, outcome, outcomes, spread } from './compare-figures.js';
import { milliseconds, svg } from './dom.js';

const MIN_AXIS_MS = 500;
const HEIGHT = 64;
/** Spreads dots vertically, so that simultaneous ones do not overlap. */
const ROWS_Y = [32, 20, 44, 12, 52, 26, 38];

export function drawRequests(row, mode, run) {
  const axis = axisOf(run, (click) => click.ms);
  const found = spread(run, mode);
  const figure = row.querySelector('[data-dots]');
  figure.replaceChildren(
    ...clicksOf(run, mode).map((click) => dot(click, axis)),
    ...(found ? [line(found.median, axis, 'median'), line(found.p95, axis, 'p95')] : []),
  );
  if (!found) return;
  row.querySelector('[data-median]').textContent = milliseconds(found.median);
  const text = `95 % within ${milliseconds(found.p95)} · ${milliseconds(found.least)} to ${milliseconds(found.most)}`;
  row.querySelector('[data-spread]').textContent = text;
  figure.setAttribute('aria-label', `${mode}: ${found.count} requests, median ${milliseconds(found.median)}, ${text}`);
  showAxis(document.querySelector('[data-request-axis]'), axis);
}

export function drawWork(row, mode, run) {
  const axis = axisOf(run, endOf);
  const clicks = clicksOf(run, mode);
  const figure = row.querySelector('[data-bars]');
  const height = HEIGHT / run.count;
  figure.replaceChildren(...clicks.flatMap((click) => bars(click, axis, height)));
  if (clicks.length === 0) return;
  const { complete, ...others } = outcomes(run, mode);
  const total = row.querySelector('[data-complete]');
  total.textContent = `${complete} of ${run.count}`;
  total.toggleAttribute('data-short', others.lost + others.failed + others['no answer'] > 0);
  const again = clicks.filter((click) => outcome(click) === 'complete' && click.status.attempt > 1).length;
  const text = ['lost', 'failed', 'no answer', 'refused', 'in progress'].filter((one) => others[one]).map((one) => `${others[one]} ${one}`);
  const summary = [`${complete} complete${again ? ` (${again} of them in a second run)` : ''}`, ...text].join(', ');
  row.querySelector('[data-outcome]').textContent = summary;
  figure.setAttribute('aria-label', `${mode}: ${summary}`);
  showAxis(document.querySelector('[data-work-axis]'), axis);
}

/** The length of an axis: four percent longer than the longest click. */
function axisOf(run, length) {
  return 1.04 * Math.max(MIN_AXIS_MS, ...MODES.flatMap((mode) => clicksOf(run, mode).map(length)));
}

function dot(click, axis) {
  const made = svg('circle', { cx: share(click.ms, axis), cy: ROWS_Y[click.n % ROWS_Y.length], r: 5 });
  if (click.unanswered) made.dataset.unanswered = '';
  return made;
}

function line(ms, axis, name) {
  return svg('line', { x1: share(ms, axis), x2: share(ms, axis), y1: 2, y2: HEIGHT - 2, class: name });
}

/** Draws the request solid, the work after it hatched, and lost work outlined. */
function bars(click, axis, height) {
  const y = (click.n - 1) * height;
  const size = { y: y + 0.1 * height, height: 0.8 * height };
  const request = svg('rect', { ...size, x: 0, width: share(click.ms, axis), class: 'strip-request' });
  if (click.unanswered) {
    request.dataset.unanswered = '';
    return [request, svg('line', { x1: 0, x2: share(click.ms, axis), y1: size.y, y2: size.y + size.height, class: 'crossed' })];
  }
  const phase = click.status?.phase;
  const end = phase === 'lost' ? axis : endOf(click);
  if (!phase || end <= click.ms) return [request];
  const work = svg('rect', { ...size, x: share(click.ms, axis), width: share(end - click.ms, axis) });
  if (phase !== 'lost') work.setAttribute('mask', 'url(#hatch)');
  work.dataset.phase = phase;
  return [request, work];
}

function share(ms, axis) {
  return `${((100 * ms) / axis).toFixed(2)}%`;
}
