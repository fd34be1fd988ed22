/** Sends the requests of Compare: in each mode one after another, each as soon as the previous one is answered. */

import { armFault, becomeGuest, currentProcess, isAccepted, post } from './http.js';
import { awaitProcess } from './poller.js';

export const MODES = ['inline', 'volatile', 'durable'];

export async function clickThrough(run) {
  await becomeGuest();
  const process = run.restart && (await currentProcess());
  const half = run.restart ? Math.floor(run.count / 2) : run.count;
  const inline = chain(run, 'inline', 1, run.count);
  await Promise.all([chain(run, 'volatile', 1, half), chain(run, 'durable', 1, half)]);
  if (run.restart && !run.stopped.signal.aborted) await kill(run, process);
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
  const body = await BODIES[run.work]();
  try {
    click.began = performance.now();
    const reply = await send(ADDRESSES[run.work], click.mode, body);
    click.ms = performance.now() - click.began;
    const response = await reply.json();
    click.refused = !reply.ok && !isAccepted(response) && response.detail;
    click.id = response.id ?? response.photos?.[0].id ?? response.instance?.match(/^\/\w+\/([0-9a-f-]{36})/)?.[1];
    click.failed = !reply.ok;
  } catch {
    click.ms = performance.now() - click.began;
    click.unanswered = true;
  }
}

const ADDRESSES = { mail: '/me/welcome', photo: '/photos', charge: '/charges' };
const BODIES = {
  mail: () => undefined,
  charge: () => new URLSearchParams({ amount: '1000' }),
  photo: async () => {
    const form = new FormData();
    form.append('files', await picture(), 'compare.jpg');
    return form;
  },
};

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

function send(address, mode, body) {
  const headers = { 'Dispatch-Mode': mode };
  if (address === ADDRESSES.charge) headers['Idempotency-Key'] = `"${crypto.randomUUID()}"`;
  return post(address, { headers, body });
}

async function kill(run, process) {
  run.notice = 'The process was killed. Waiting for another one to answer.';
  await armFault('halt', 'at-once');
  await awaitProcess(process);
  delete run.notice;
}
