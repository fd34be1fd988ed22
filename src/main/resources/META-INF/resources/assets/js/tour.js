/** A stop of the tour: the visitor predicts and presses, and the goals are ticked as the server sees them reached. */

import { drawAxis } from './axis.js';
import { pause, setText } from './dom.js';
import { currentProcess, getPage, isAccepted, newKey, post } from './http.js';
import { axisFor, isMoving, lengthOf } from './marks.js';
import { awaitProcess, follow } from './poller.js';
import { expectKill } from './process.js';
import { refreshMenu } from './refresh.js';
import { drawStrip, redraw } from './strip.js';

const INTERVAL_MS = 500;
const ANSWERS = 'tour-answers';

const tour = document.querySelector('[data-tour]');
const question = tour.querySelector('[data-question]');
const buttons = [...tour.querySelectorAll('[data-trial]')];
const address = `/tour/${tour.dataset.tour}/goals`;
let goals = [];
let records = [];
let busy = false;
let wanted = false;
let watching = false;

question.addEventListener('submit', (event) => {
  event.preventDefault();
  const answers = savedAnswers();
  answers[tour.dataset.tour] ??= { given: Number(event.submitter.value), right: 'right' in event.submitter.dataset };
  sessionStorage.setItem(ANSWERS, JSON.stringify(answers));
  showAnswers();
});
buttons.forEach((button) => button.addEventListener('click', () => busy || run(button)));
document.addEventListener('keydown', turnPage);
addEventListener('resize', scale);
showAnswers();
watch();

function savedAnswers() {
  return JSON.parse(sessionStorage.getItem(ANSWERS) ?? '{}');
}

/** Marks the visitor's answer and the right one, and counts the right answers of all stops. The first answer counts. */
function showAnswers() {
  const answers = savedAnswers();
  const own = answers[tour.dataset.tour];
  if (own) {
    question.dataset.answered = '';
    question.querySelectorAll('button').forEach((one, i) => (one.ariaPressed = String(i === own.given)));
    showLesson();
  }
  const all = Object.values(answers);
  const right = all.filter((answer) => answer.right).length;
  setText(document.querySelector('[data-score]'), all.length ? `You predicted ${right} of ${all.length}.` : '');
}

function showLesson() {
  tour.querySelector('[data-lesson]').hidden = false;
}

function turnPage(event) {
  const direction = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
  const typing = event.target.closest('input, select, textarea, dialog');
  if (!direction || typing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  document.querySelector(`a[rel="${direction}"]`).click();
}

/** Sends the forms of a button in their order. If the process dies of it, waits for the next one. */
async function run(button) {
  busy = true;
  button.dataset.pressed = '';
  buttons.forEach((one) => (one.ariaDisabled = 'true'));
  showProblem('');
  const forms = button.parentElement.querySelector('[data-forms]');
  const trial = { kills: 'kills' in forms.dataset, intent: newKey() };
  try {
    await beSomebody();
    const before = trial.kills && (await currentProcess());
    if (trial.kills) expectKill();
    watch();
    for (const form of forms.querySelectorAll('[data-awaits]')) await perform(form, trial);
    if (trial.kills) await awaitProcess(before);
  } catch (error) {
    showProblem(error.message);
  }
  buttons.forEach((one) => (one.ariaDisabled = null));
  busy = false;
  watch();
}

/** The goals are about the visitor's own records, so a visitor without a session becomes a guest. */
async function beSomebody() {
  if (tour.dataset.signedIn === 'true') return;
  await send('/stage/guest');
  tour.dataset.signedIn = 'true';
  await refreshMenu();
}

async function perform(form, trial) {
  const goal = Number(form.dataset.awaits);
  if (goal >= 0) {
    while (!goals[goal]) await pause(INTERVAL_MS);
    return;
  }
  const headers = form.dataset.mode ? { 'Dispatch-Mode': form.dataset.mode } : {};
  const fields = new URLSearchParams(new FormData(form));
  if ('intent' in form.dataset) {
    fields.set('attempt', trial.intent);
    trial.page = await submit(form.action, { headers, body: fields });
  } else {
    const url = form.getAttribute('action').replace('/charges/{charge}', trial.page);
    await send(url, { headers, body: fields }).catch(trial.kills ? () => {} : undefined);
  }
}

/** Sends a payment as its form does, so that a second press counts as one. Returns the page of the charge. */
async function submit(url, { headers, body }) {
  const answer = await post(url, { headers: { ...headers, Accept: 'text/html' }, body });
  const { pathname } = new URL(answer.url);
  if (!answer.redirected) throw new Error('This payment was refused: see Billing.');
  return pathname;
}

/** Work that was accepted and has failed inside the request is no refusal. */
async function send(url, options) {
  const answer = await post(url, { redirect: 'manual', ...options });
  if (answer.ok || answer.type === 'opaqueredirect') return;
  const problem = await answer.json().catch(() => ({}));
  if (!isAccepted(problem)) throw new Error(problem.detail ?? 'This was refused.');
}

function showProblem(sentence) {
  const problem = tour.querySelector('[data-problem]');
  problem.hidden = !sentence;
  setText(problem, sentence);
}

/** Polls the goals once, and on while a button works or a record moves. */
async function watch() {
  wanted = true;
  if (watching) return;
  watching = true;
  while (wanted || busy) {
    wanted = false;
    await follow(address, INTERVAL_MS, show);
    await pause(INTERVAL_MS);
  }
  watching = false;
}

async function show(progress) {
  if (!progress) return scale();
  goals = progress.goals;
  records = progress.records;
  await showRows(progress);
  tour.querySelectorAll('[data-goal]').forEach((line, i) => {
    line.toggleAttribute('data-done', goals[i]);
    setText(line.querySelector('[data-word]'), goals[i] ? 'done: ' : 'to do: ');
  });
  light(progress.lit);
  if (goals.includes(false)) return;
  showLesson();
  document.querySelector('.tour-dots [aria-current]').dataset.done = '';
}

/** Lights the lines, and scrolls the code to the first that was dark. */
function light(lit) {
  const lines = [...tour.querySelectorAll('[data-line]')];
  const fresh = lines.find((line) => lit.includes(line.dataset.line) && !('lit' in line.dataset));
  lines.forEach((line) => line.toggleAttribute('data-lit', lit.includes(line.dataset.line)));
  const code = tour.querySelector('.tour-code');
  if (fresh) code.scrollTop = Math.max(0, fresh.getBoundingClientRect().top - code.getBoundingClientRect().top + code.scrollTop - 160);
}

/** The server draws a new row; this page lets it grow. */
async function showRows({ nothingLeft }) {
  const rows = tour.querySelector('[data-rows]');
  const shown = [...rows.querySelectorAll('[data-row]')].map((row) => row.dataset.row).join();
  if (shown !== records.map(({ id }) => id).join() || nothingLeft !== Boolean(rows.querySelector('[data-nothing]'))) {
    const page = await getPage(location.href);
    rows.replaceChildren(...page.querySelector('[data-rows]').children);
  }
  for (const record of records) {
    const row = rows.querySelector(`[data-row="${record.id}"]`);
    if (!row) continue;
    drawStrip(row.querySelector('[data-strip]'), record, { axis });
    setText(row.querySelector('figcaption'), [record.mode, record.workText].filter(Boolean).join(' · '));
  }
  scale();
}

function axis() {
  return axisFor(Math.max(0, ...records.map((record) => lengthOf(record))));
}

/** Draws the rows and the axis above them on one scale, which grows with them, also while no process answers. */
function scale() {
  redraw();
  drawAxis(tour.querySelector('.axis'), axis());
  if (records.some(isMoving) && !watching) setTimeout(scale, INTERVAL_MS);
}
