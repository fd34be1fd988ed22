/** The lab: arms and repairs in place, and shows what comes of the work in each mode. */

import { drawAxis } from './axis.js';
import { now } from './clock.js';
import { sendWork } from './compare-clicks.js';
import { milliseconds, opensElsewhere, setText } from './dom.js';
import { becomeGuest, isAccepted, post, postForm } from './http.js';
import { chosenMode } from './modes.js';
import { follow, getStatus } from './poller.js';
import { expectKill } from './process.js';
import { refresh, refreshMenu } from './refresh.js';
import { axisFor, drawStrip, isMoving, lengthOf } from './strip.js';

const INTERVAL_MS = 1000;
const MODES = ['inline', 'volatile', 'durable'];
const MEMORY = 'lab-clicks';
const axisFigure = document.querySelector('.lab-live .axis');
const outcome = document.querySelector('[data-outcome]');
const clicks = new Map(JSON.parse(sessionStorage.getItem(MEMORY) ?? '[]'));
let began;
let killedAt;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('[data-lab]')) press(event, form);
  if (form.matches('[data-lab-start]')) start(event, [chosenMode()], form.dataset);
});
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-lab-all]')) start(event, MODES, event.target.form.dataset);
  const permalink = event.target.closest('a[href^="/lab?scenario="]');
  if (permalink && !opensElsewhere(event)) choose(event, permalink.search);
});
addEventListener('popstate', () => refresh());
addEventListener('resize', draw);
document.addEventListener('refreshed', offerAll);
document.addEventListener('processgone', ({ detail }) => (killedAt = detail.at));
document.addEventListener('processback', () => refresh().catch(() => {}));

offerAll();
for (const click of clicks.values()) {
  show(click);
  if (click.url) watch(click);
}
draw();

/** Chooses a scenario, and arms nothing. */
function choose(event, search) {
  event.preventDefault();
  history.pushState(null, '', `/lab${search}`);
  refresh().catch(() => location.reload());
}

/** Arms or repairs; the page then explains that scenario. */
async function press(event, form) {
  event.preventDefault();
  const kills = form.dataset.lab === 'halt-at-once';
  if (kills) expectKill();
  await postForm(form, event.submitter, { redirect: 'manual' }).catch(() => {});
  document.dispatchEvent(new Event('processcheck'));
  if (kills) return;
  if (form.dataset.lab) history.replaceState(null, '', `/lab?scenario=${form.dataset.lab}`);
  await refresh().catch(() => {});
}

async function start(event, modes, { work, cents }) {
  event.preventDefault();
  setText(outcome, '');
  outcome.scrollIntoView({ block: 'nearest' });
  if (work !== 'mail') await becomeGuest().catch((error) => setText(outcome, error.message));
  began = now();
  killedAt = undefined;
  // The first answer signs a new visitor in as the guest who makes the others, and may open their jobs.
  const others = modes.filter((mode) => mode !== 'durable');
  if (modes.includes('durable')) await new Promise((answered) => make('durable', work, cents, answered));
  others.forEach((mode) => make(mode, work, cents));
}

async function make(mode, work, cents, answered = () => {}) {
  const began = performance.now();
  const click = { mode, status: unanswered(mode, began) };
  clicks.set(mode, click);
  show(click);
  try {
    const reply = work === 'mail' ? await post('/stage', { headers: { 'Dispatch-Mode': mode } }) : await sendWork(work, mode, cents);
    const waited = Math.round(performance.now() - began);
    answered();
    const body = await reply.json();
    const status = reply.ok ? (body.photos?.[0] ?? body) : isAccepted(body) && (await getStatus(body.instance));
    if (!status) throw new Error(body.detail);
    if (work === 'mail') refreshMenu().catch(() => {});
    Object.assign(click, { url: status.links.self, waited });
    await watch(click);
  } catch {
    answered();
    click.status = { ...unanswered(mode), phase: 'dead', status: 'failed', attempts: [], requestMs: Math.round(performance.now() - began), workText: 'no answer' };
    show(click);
  }
}

/** Shows the status of a click until it is final or a later click replaces it. */
function watch(click) {
  return follow(click.url, INTERVAL_MS, async (status) => {
    if (clicks.get(click.mode) !== click || status === null) return true;
    if (!status) return false;
    click.status = click.waited === undefined ? status : { ...status, requestMs: click.waited };
    show(click);
    sessionStorage.setItem(MEMORY, JSON.stringify([...clicks].filter(([, one]) => one.url)));
    if (!isMoving(status) && click.mode === 'durable') await showEffects(status);
    return false;
  });
}

/** Shows what really came of the durable job, as its ledger counts it. */
async function showEffects(status) {
  const job = status.links.job && (await getStatus(status.links.job).catch(() => null));
  if (!job) return;
  const found = job.ledger.effects ?? { count: 'an unknown number of', what: 'effects' };
  const what = found.count === 1 ? found.what.replace(/^(\w+)s\b/, '$1') : found.what;
  const runs = job.ledger.attempts === 1 ? 'one attempt' : `${job.ledger.attempts} attempts`;
  setText(outcome, `Durable: ${found.count} ${what}, after ${runs}.`);
}

function show(click) {
  const row = document.querySelector(`[data-lab-row="${click.mode}"]`);
  drawStrip(row.querySelector('[data-strip]'), click.status, { axis });
  const { requestMs, phase } = click.status;
  setText(row.querySelector('[data-waited]'), phase === 'asking' ? 'no answer yet' : milliseconds(requestMs ?? 0));
  draw();
}

function axis() {
  return axisFor(Math.max(0, ...[...clicks.values()].map(({ status }) => lengthOf(status))));
}

/** Draws the axis, and again while something moves. */
function draw() {
  const moving = [...clicks.values()].find(({ status }) => isMoving(status));
  const start = began ?? (moving && Date.parse(moving.status.acceptedAt));
  const since = (instant) => start && Math.max(0, instant - start);
  drawAxis(axisFigure, axis(), { now: moving && !killedAt ? since(now()) : undefined, killed: killedAt && since(killedAt) });
  cancelAnimationFrame(draw.frame);
  if (moving) draw.frame = requestAnimationFrame(draw);
}

/** The status of a click without a response. */
function unanswered(mode, began) {
  return {
    mode,
    status: 'processing',
    phase: 'asking',
    attempts: [],
    workText: '',
    acceptedAt: new Date(now()).toISOString(),
    links: {},
    get requestMs() {
      return mode === 'inline' ? undefined : performance.now() - began;
    },
  };
}

function offerAll() {
  document.querySelector('[data-lab-all]').hidden = false;
}
