/** Sends the clicks of Compare: in each mode one after another, each as soon as the previous one is answered. */

import { NoAnswer, armFault, becomeGuest, currentProcess, getJson, isAccepted, newKey, post } from './http.js';
import { MAX_IDS, awaitProcess, repeat, statusUrl } from './poller.js';
import { expectKill } from './process.js';
import { isMoving } from './strip.js';

export const MODES = ['inline', 'volatile', 'durable'];

const INTERVAL_MS = 1000;
const ADDRESSES = { mail: '/me/welcome', photo: '/photos', charge: '/charges' };
const TYPES = { mail: 'mails', photo: 'photos', charge: 'charges' };

/** Makes all clicks of a run, and polls their work until it is final or the run is stopped. */
export async function makeClicks(run) {
  await becomeGuest();
  run.began = performance.now();
  await Promise.all([clickThrough(run).finally(() => (run.clicking = false)), watch(run)]);
}

/** Requests one piece of slow work in a mode. */
export async function sendWork(work, mode, cents = 1000) {
  const headers = { 'Dispatch-Mode': mode };
  if (work === 'charge') headers['Idempotency-Key'] = `"${newKey()}"`;
  return post(ADDRESSES[work], { headers, body: await bodyOf(work, cents) });
}

async function clickThrough(run) {
  const half = run.kill ? Math.floor(run.count / 2) : run.count;
  const process = run.kill && (await currentProcess());
  const inline = chain(run, 'inline', 1, run.count);
  await Promise.all([chain(run, 'volatile', 1, half), chain(run, 'durable', 1, half)]);
  if (run.kill && !run.stopped.signal.aborted) await kill(run, process);
  await Promise.all([chain(run, 'volatile', half + 1, run.count), chain(run, 'durable', half + 1, run.count), inline]);
}

async function chain(run, mode, first, last) {
  for (let n = first; n <= last && !run.stopped.signal.aborted; n++) {
    const click = { mode, n, began: performance.now() };
    run.clicks.push(click);
    await make(run, click);
    if (click.unanswered) await awaitProcess();
  }
}

async function make(run, click) {
  try {
    const reply = await sendWork(run.work, click.mode);
    click.ms = performance.now() - click.began;
    const response = await reply.json();
    click.refused = !reply.ok && !isAccepted(response);
    click.id = response.id ?? response.photos?.[0].id ?? response.instance?.match(/^\/\w+\/([0-9a-f-]{36})/)?.[1];
    click.failed = !reply.ok;
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof SyntaxError || error instanceof TypeError)) throw error;
    click.ms = performance.now() - click.began;
    click.unanswered = true;
  }
}

async function kill(run, process) {
  const gone = () => (run.killed = performance.now() - run.began);
  document.addEventListener('processgone', gone, { once: true });
  expectKill();
  await armFault('halt', 'at-once').catch(() => {});
  document.dispatchEvent(new Event('processcheck'));
  await awaitProcess(process);
}

/** A click may be answered while the others are asked for, so the rest is counted after each answer. */
function watch(run) {
  const unfinished = () => run.clicks.filter((click) => click.id && (!click.status || isMoving(click.status)));
  return repeat(INTERVAL_MS, async () => {
    await ask(TYPES[run.work], unfinished()).catch(() => {});
    return run.stopped.signal.aborted || (!run.clicking && unfinished().length === 0);
  });
}

async function ask(type, clicks) {
  for (let i = 0; i < clicks.length; i += MAX_IDS) {
    const some = clicks.slice(i, i + MAX_IDS);
    const answer = await getJson(statusUrl(some.map(({ id }) => ({ type, id }))));
    const found = new Map(answer[type].map((status) => [status.id, status]));
    for (const click of some) click.status = found.get(click.id) ?? click.status;
  }
}

async function bodyOf(work, cents) {
  if (work === 'mail') return undefined;
  if (work === 'charge') return new URLSearchParams({ amount: String(cents) });
  const form = new FormData();
  form.append('files', await picture(), 'lab.jpg');
  return form;
}

/** A random picture of 1,200 by 800 pixels. */
function picture() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 800 });
  const paint = canvas.getContext('2d');
  const sky = paint.createLinearGradient(0, 0, 0, 800);
  sky.addColorStop(0, `hsl(${Math.random() * 360} 45% 30%)`);
  sky.addColorStop(1, `hsl(${Math.random() * 360} 60% 70%)`);
  paint.fillStyle = sky;
  paint.fillRect(0, 0, 1200, 800);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
}
