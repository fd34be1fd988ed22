/** The page Compare: draws each click as a line on one wall clock, and states the result. */

import { drawAxis } from './axis.js';
import { MODES, makeClicks } from './compare-clicks.js';
import { csv, nounOf, rowsOf, summaryOf, verdict } from './compare-figures.js';
import { setText, svg } from './dom.js';
import { axisFor, marksOf } from './strip.js';

const HEIGHT = 112;
const DRAWING_MS = 100;
const LINES = ['waiting', 'past', 'counted', 'lease', 'arc', 'pending', 'rails'];
const BARS = ['request', 'torn', 'live', 'complete', 'failed', 'died', 'stop'];

const form = document.querySelector('[data-compare]');
const axisFigure = document.querySelector('[data-axis]');
const stop = document.querySelector('[data-stop]');
const exports = [...document.querySelectorAll('[data-copy], [data-csv]')];
let run;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  begin(new FormData(form));
});
form.addEventListener('change', showCount);
stop.addEventListener('click', () => run.stopped.abort());
document.querySelector('[data-copy]').addEventListener('click', copy);
document.querySelector('[data-csv]').addEventListener('click', save);
addEventListener('resize', () => (run ? show() : showAxis(axisFor(0))));
showCount();
showAxis(axisFor(0));

async function begin(choice) {
  run = {
    work: choice.get('work'),
    count: Number(choice.get('count')),
    kill: choice.has('kill'),
    clicks: [],
    stopped: new AbortController(),
    clicking: true,
  };
  busy(true);
  const drawing = setInterval(() => run.began && show(), DRAWING_MS);
  try {
    await makeClicks(run);
    show();
  } catch (error) {
    say('Not compared.', error.message);
  }
  clearInterval(drawing);
  busy(false);
}

function show() {
  const rows = rowsOf(run);
  const lines = run.clicks.map((click) => ({ click, sent: click.began - run.began, ...lineOf(click) }));
  const ends = lines.flatMap(({ sent, marks }) => marks.map(({ from, to }) => sent + Math.max(from, Number.isFinite(to) ? to : 0)));
  const axis = axisFor(Math.max(0, ...ends));
  const { headline, sentence } = verdict(run, rows);
  say(headline, sentence);
  for (const mode of MODES) showMode(mode, lines.filter(({ click }) => click.mode === mode), axis, summaryOf(rows, mode));
  showAxis(axis, { killed: run.killed });
  const kill = document.querySelector('[data-kill-line]');
  kill.hidden = run.killed === undefined;
  kill.setAttribute('x1', share(run.killed ?? 0, axis));
  kill.setAttribute('x2', share(run.killed ?? 0, axis));
}

function showAxis(axis, tags) {
  const step = drawAxis(axisFigure, axis, tags);
  axisFigure.parentElement.style.setProperty('--grid', `${(100 * step) / axis}%`);
}

/** The marks of a click, in milliseconds since it was sent. */
function lineOf(click) {
  if (click.status) return marksOf({ ...click.status, requestMs: Math.round(click.ms) });
  const end = click.ms ?? performance.now() - click.began;
  const request = { kind: 'request', from: 0, to: end };
  if (!click.unanswered) return { marks: [request] };
  return { marks: [request, { kind: 'cross', from: end, to: end }, { kind: 'rails', from: end, to: Infinity }] };
}

function showMode(mode, lines, axis, { median, complete, again, never }) {
  const row = document.querySelector(`[data-mode="${mode}"]`);
  const figure = row.querySelector('[data-clicks]');
  const pitch = HEIGHT / run.count;
  figure.replaceChildren(...lines.map((line) => lineShape(line, axis, pitch)));
  setText(row.querySelector('[data-median]'), median === undefined ? '–' : median.toLocaleString('en'));
  const done = `${complete} of ${run.count} complete${again ? `, ${again} of them in a second run` : ''}`;
  setText(row.querySelector('[data-complete]'), done);
  row.toggleAttribute('data-whole', complete === run.count);
  const slot = row.querySelector('[data-never]');
  const total = never.reduce((sum, { count }) => sum + count, 0);
  slot.toggleAttribute('data-none', total === 0);
  setText(slot.querySelector('b'), String(total));
  setText(slot.querySelector('span'), never.map(({ word, count }) => (never.length > 1 ? `${count} ${word}` : word)).join(', '));
  figure.setAttribute('aria-label', `${mode}: median wait ${median ?? 'unknown'} ms. ${done}. Never: ${total}.`);
}

function lineShape({ click, sent, marks }, axis, pitch) {
  const y = (click.n - 0.5) * pitch;
  const height = Math.max(1.5, Math.min(8, 0.65 * pitch));
  const group = svg('g', {});
  // The request lies above a run that began before its answer.
  for (const { kind, from, to } of [...marks.slice(1), marks[0]]) {
    const x = share(sent + from, axis);
    const end = share(sent + to, axis);
    if (LINES.includes(kind)) group.append(svg('line', { class: `click-${kind}`, x1: x, x2: end, y1: y, y2: y }));
    if (BARS.includes(kind)) group.append(svg('rect', { class: `click-${kind}`, x, y: y - height / 2, width: `${Math.max(0.2, parseFloat(end) - parseFloat(x))}%`, height }));
    if (kind === 'cross') group.append(cross(x, y, Math.max(3, height)));
  }
  return group;
}

function cross(x, y, size) {
  const place = svg('svg', { x, y, class: 'click-cross', overflow: 'visible' });
  place.append(svg('path', { d: `M${-size / 2} ${-size / 2}l${size} ${size}m0 ${-size}l${-size} ${size}` }));
  return place;
}

function share(ms, axis) {
  return `${Math.min(100, (100 * ms) / axis).toFixed(2)}%`;
}

function say(headline, sentence) {
  setText(document.querySelector('[data-headline]'), headline);
  setText(document.querySelector('[data-sentence]'), sentence);
}

function showCount() {
  setText(form.querySelector('.primary'), `Make ${MODES.length * Number(new FormData(form).get('count'))} clicks`);
}

function busy(active) {
  form.querySelector('.primary').hidden = active;
  stop.hidden = !active;
  for (const button of exports) button.disabled = active;
  form.toggleAttribute('data-busy', active);
  // Only the result is announced.
  document.querySelector('.narrator').ariaBusy = active;
}

async function copy() {
  const { headline, sentence } = verdict(run, rowsOf(run));
  await navigator.clipboard.writeText(`${headline} ${sentence} (${run.count} clicks in each mode, a ${nounOf(run)} each.)`);
  setText(document.querySelector('[data-copy]'), 'Copied');
}

function save() {
  const file = new Blob([csv(rowsOf(run))], { type: 'text/csv' });
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: 'darkroom-compare.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
