/** Draws a status as a strip, like tags/strip.html, and lets it grow until the work ends. */

import { showAxis } from './axis.js';
import { now } from './clock.js';
import { milliseconds, setText } from './dom.js';

const MIN_AXIS_MS = 1000;
/** Started work is always visible. */
const MIN_SHARE = 0.004;
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const open = new Map();
const drawn = new WeakMap();

export function drawStrip(figure, status) {
  drawn.set(figure, status);
  drawAll(figure);
  if (isMoving(status)) {
    if (open.size === 0) requestAnimationFrame(grow);
    open.set(figure, status);
  } else {
    open.delete(figure);
  }
}

export function isMoving(status) {
  return status.status === 'processing' && status.phase !== 'lost';
}

function grow() {
  if (!reducedMotion.matches) open.forEach((status, figure) => drawAll(figure));
  if (open.size > 0) requestAnimationFrame(grow);
}

/** Strips that share an axis are redrawn together. */
function drawAll(figure) {
  const group = figure.closest('[data-shared-axis]');
  const figures = group ? [...group.querySelectorAll('[data-strip]')].filter((one) => drawn.has(one)) : [figure];
  const axis = Math.max(MIN_AXIS_MS, ...figures.map((one) => length(drawn.get(one))));
  figures.forEach((one) => draw(one, drawn.get(one), axis));
  const scale = group?.querySelector('[data-axis]');
  if (scale) showAxis(scale, axis);
}

function length(status) {
  return Math.max(status.requestMs ?? 0, times(status).end);
}

/** Milliseconds since the acceptance. */
function times(status) {
  const accepted = Date.parse(status.acceptedAt);
  const since = (instant) => Math.max(0, Date.parse(instant) - accepted);
  const start = status.startedAt ? since(status.startedAt) : 0;
  const end = status.finishedAt ? since(status.finishedAt) : isMoving(status) ? Math.max(0, now() - accepted) : start;
  return { start, end };
}

function draw(figure, status, axis) {
  const { start, end } = times(status);
  const request = status.requestMs ?? 0;
  const share = (ms) => `${Math.min(100, (100 * Math.max(0, ms)) / axis).toFixed(1)}%`;

  const bar = (name) => figure.querySelector(`[data-bar="${name}"]`);
  bar('request').setAttribute('width', share(request));
  bar('wait').setAttribute('width', share(status.startedAt ? start : end));
  bar('work').setAttribute('x', share(start));
  bar('work').setAttribute('width', isStarted(status) ? share(Math.max(end - start, axis * MIN_SHARE)) : '0%');
  bar('lost').setAttribute('x', share(request));
  bar('lost').setAttribute('width', status.phase === 'lost' ? share(axis - request) : '0%');
  figure.dataset.phase = status.phase;
  showTexts(figure, status);
}

function isStarted(status) {
  return status.startedAt && status.phase !== 'lost';
}

function showTexts(figure, status) {
  const waited = status.requestMs == null ? '' : milliseconds(status.requestMs);
  showFigure(figure.querySelector('[data-text="request"]'), waited);
  setText(figure.querySelector('[data-text="waited"]'), waited ? 'you waited ' : '');
  setText(figure.querySelector('[data-text="work"]'), status.workText);
  const sentence = `${status.mode}: ${waited && `you waited ${waited}; `}${status.workText}`;
  if (figure.getAttribute('aria-label') !== sentence) figure.setAttribute('aria-label', sentence);
}

/** Shows the number large and its unit small. */
function showFigure(element, text) {
  if (element.textContent === text) return;
  const [number, unit] = text.split(' ');
  element.replaceChildren(number);
  if (!unit) return;
  const small = document.createElement('small');
  small.textContent = ` ${unit}`;
  element.append(small);
}
