/** Billing: ticks fall on the ledger's line as the runs of a charge's job end, and the button names the amount. */

import { pause, setText } from './dom.js';
import { getJson } from './http.js';
import { repeat } from './poller.js';
import { refresh } from './refresh.js';

const POLL_MS = 500;
const FALL_MS = 250;
const ENDS = ['x1', 'y1', 'x2', 'y2'];
const still = matchMedia('(prefers-reduced-motion: reduce)');
const amount = document.querySelector('#euros');

document.addEventListener('refreshed', watchRuns);
amount?.addEventListener('input', nameAmount);
watchRuns();
nameAmount();

function nameAmount() {
  if (amount) setText(document.querySelector('[data-pay]'), `Pay ${amount.value} EUR`);
}

/** While the runs move, the page is not refreshed: their part says so. */
async function watchRuns() {
  const part = document.querySelector('[data-again]');
  if (!part) return;
  await repeat(POLL_MS, async () => {
    const repeats = await getJson(part.dataset.again);
    drop(part, repeats);
    setText(part.querySelector('[data-sentence]'), repeats.sentence);
    return !repeats.moving || !part.isConnected;
  });
  await pause(POLL_MS + FALL_MS);
  await refresh().catch(() => {});
}

/** Drops a tick for each run that has ended since the last answer, as far apart as the runs ended. */
function drop(part, { runs, complete, endsMs }) {
  const ticks = [...part.querySelectorAll('.tick')];
  const standing = ticks.filter((tick) => tick.dataset.lies);
  const fallen = ticks.length - standing.length;
  const end = (tick) => endsMs[Math.min(complete - 1, Math.ceil((tick * runs) / ticks.length))];
  const target = Math.floor((ticks.length * complete) / runs);
  for (let tick = fallen; tick < target; tick++) {
    const delay = Math.min(POLL_MS, end(tick) - end(fallen));
    const run = Math.round(((tick + 1) * runs) / ticks.length);
    fall(standing[tick - fallen], delay, () => setText(part.querySelector('[data-runs]'), String(run)));
  }
}

async function fall(tick, delay, landed) {
  const to = tick.dataset.lies.split(' ').map(Number);
  const from = ENDS.map((end) => parseFloat(tick.getAttribute(end)));
  delete tick.dataset.lies;
  if (!still.matches) {
    await pause(delay);
    tick.dataset.falls = '';
    for (let begun = performance.now(), share = 0; share < 1; ) {
      share = Math.min(1, ((await frame()) - begun) / FALL_MS);
      place(tick, from.map((start, i) => start + (to[i] - start) * Math.max(0, share) ** 2));
    }
    delete tick.dataset.falls;
  }
  place(tick, to);
  tick.dataset.fallen = '';
  landed();
}

function place(tick, [x1, y1, x2, y2]) {
  const values = { x1: `${x1}%`, y1, x2: `${x2}%`, y2 };
  for (const end of ENDS) tick.setAttribute(end, values[end]);
}

function frame() {
  return new Promise(requestAnimationFrame);
}
