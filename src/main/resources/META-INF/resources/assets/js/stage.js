/** The first page: three sign-ups on one clock, a process to kill, and a mail server to break. */

import { now } from './clock.js';
import { forgetGuess, guessOf, takeGuesses } from './guess.js';
import { armFault, becomeGuest, isAccepted, NoAnswer, post } from './http.js';
import { chosenMode } from './modes.js';
import { narrate } from './narrator.js';
import { getStatus } from './poller.js';
import { expectKill, outage } from './process.js';
import { refreshMenu } from './refresh.js';
import { forget, save, saved, watchClicks } from './stage-clicks.js';
import { isMailDown, processId, showProcess, watchRack } from './stage-rack.js';
import { axisLength, drawRows, drawTimes, rowOf } from './stage-rows.js';
import { isUnfinished, MODES, moves } from './stage-words.js';

/** A kill answers first, and ends the process after half a second. */
const KILL_MS = 600;
const REDRAW_MS = 250;
const SAME_KILL_MS = 3000;

const board = document.querySelector('[data-board]');
const clicks = Object.fromEntries(MODES.map((mode) => [mode, saved(mode) ?? undefined]));
const world = {};
let drawnAt = 0;
let ticking = false;
let menuShown = board.dataset.signedIn === 'true';

function start() {
  onSubmit('[data-sign-up]', () => press([chosenMode()]));
  onSubmit('[data-run-all]', () => press(['durable', 'volatile', 'inline']));
  onSubmit('[data-kill]', kill);
  document.querySelector('[data-reset]').addEventListener('submit', forgetAll);
  document.addEventListener('modechange', showChosen);
  addEventListener('resize', draw);
  document.addEventListener('processgone', ({ detail }) => onGone(detail));
  document.addEventListener('processback', () => onBack());
  for (const mode of MODES) {
    takeGuesses(rowOf(mode).querySelector('[data-guess]'), mode, { isOpen: () => !clicks[mode], axis: axisLength, changed: draw });
  }
  watchRack(draw);
  draw();
  watch();
}

function onSubmit(form, act) {
  document.querySelector(form)?.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!outage()) act();
  });
}

/** Signs up a guest in each of these modes, at once and on one clock. */
async function press(modes) {
  if (modes.length > 1) await becomeGuest().catch(() => {});
  const run = { started: performance.now(), size: modes.length };
  modes.forEach((mode) => signUp(mode, run));
}

async function signUp(mode, run) {
  const click = { run };
  clicks[mode] = click;
  time(run, false);
  draw();
  try {
    const answer = await post('/stage', { headers: { 'Dispatch-Mode': mode } });
    click.waited = time(run, true);
    const body = await answer.json();
    click.status = answer.ok ? body : isAccepted(body) ? await getStatus(body.instance) : undefined;
    if (click.status) showSignedIn();
    else click.problem = body.detail ?? 'The request was refused.';
  } catch (error) {
    click.waited ??= time(run, true);
    click.died = error instanceof NoAnswer;
    if (!click.died) click.problem = 'The answer cannot be read.';
  }
  if (clicks[mode] !== click) return;
  click.id = click.status?.id;
  remember(mode);
  draw();
  watch();
}

/** Returns the milliseconds since the start of a run. The first answer brings the clock by which the start is known. */
function time(run, isAnswer) {
  const elapsed = Math.round(performance.now() - run.started);
  if (!run.isKnown) run.at = now() - elapsed;
  run.isKnown ||= isAnswer;
  return elapsed;
}

function remember(mode) {
  const { run, ...click } = clicks[mode];
  save(mode, { ...click, run: { at: run.at, size: run.size } });
}

function rememberAll() {
  MODES.filter((mode) => clicks[mode]?.run.at && (clicks[mode].id || clicks[mode].died)).forEach(remember);
}

function watch() {
  const unfinished = () => MODES.map((mode) => clicks[mode]).filter((click) => click?.id && isUnfinished(click) && click.status.phase !== 'lost' && !click.problem);
  watchClicks(unfinished, show, (code) => {
    if (world.refused === code) return;
    world.refused = code;
    draw();
  });
}

function show(ids, statuses) {
  for (const mode of MODES.filter((one) => ids.includes(clicks[one]?.id))) {
    const click = clicks[mode];
    const status = statuses.get(click.id);
    click.stale = false;
    if (status) click.status = status;
    else click.problem = 'This guest has been deleted.';
    if (status && click.killedAt) alignKill(click, status);
  }
  rememberAll();
  draw();
}

/** The database knows better than the page when the process died, and what had ended before. */
function alignKill(click, { attempts, status }) {
  const seen = click.killedAt;
  const died = Date.parse(attempts.findLast((run) => run.lastSignAt)?.lastSignAt);
  if (status !== 'processing' && !died) click.killedAt = undefined;
  if (!(Math.abs(died - seen) < SAME_KILL_MS)) return;
  MODES.filter((mode) => clicks[mode]?.killedAt === seen).forEach((mode) => (clicks[mode].killedAt = died));
}

async function kill() {
  expectKill();
  await armFault('halt', 'at-once').catch(() => {});
  setTimeout(() => document.dispatchEvent(new Event('processcheck')), KILL_MS);
}

function onGone(gone) {
  world.gone = gone;
  for (const click of Object.values(clicks).filter(moves)) {
    click.stale = true;
    if (gone.killed) click.killedAt = gone.at;
  }
  // Requests without an answer fail at the same moment; some of them before the process is known to be gone.
  const isHit = (click) => click?.died && gone.killed && Math.abs(click.run.at + click.waited - gone.at) < SAME_KILL_MS;
  for (const click of Object.values(clicks).filter(isHit)) click.killedAt ??= gone.at;
  rememberAll();
  draw();
}

function onBack() {
  world.gone = undefined;
  draw();
  watch();
}

function draw() {
  world.mailDown = isMailDown();
  world.pid = processId();
  drawRows(clicks, world.gone);
  drawTimes(clicks, world.gone);
  narrate(clicks, world, MODES.map(guessOf));
  showProcess();
  if (!ticking) tick();
}

/** While something moves, the clock goes on in each frame, and the words follow it. */
function tick() {
  ticking = Boolean(world.gone) || Object.values(clicks).some(moves);
  if (!ticking) return;
  drawTimes(clicks, world.gone);
  if (performance.now() - drawnAt > REDRAW_MS) {
    drawnAt = performance.now();
    drawRows(clicks, world.gone);
  }
  requestAnimationFrame(tick);
}

/** Shows the menu of a signed-in guest after the first click. */
async function showSignedIn() {
  if (menuShown) return;
  menuShown = true;
  board.dataset.signedIn = 'true';
  await refreshMenu().catch(() => {});
}

function showChosen() {
  for (const mode of MODES) rowOf(mode).toggleAttribute('data-chosen', mode === chosenMode());
}

function forgetAll(event) {
  if (outage()) return event.preventDefault();
  MODES.forEach((mode) => {
    clicks[mode] = undefined;
    forget(mode);
    forgetGuess(mode);
  });
}

start();
