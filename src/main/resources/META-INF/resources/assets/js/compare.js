/** The page Compare: sends the requests and shows their results as they arrive. */

import { clickThrough, MODES } from './compare-clicks.js';
import { drawRequests, drawWork } from './compare-draw.js';
import { counts, sentence } from './compare-figures.js';
import { offerCopy, offerCsv } from './compare-export.js';
import { watch } from './compare-watch.js';

const form = document.querySelector('[data-compare]');
const results = document.querySelector('[data-results]');
const stop = document.querySelector('[data-stop]');
const message = document.querySelector('[data-message]');
let run;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  begin(new FormData(form));
});
stop.addEventListener('click', () => run.stopped.abort());
offerCopy(document.querySelector('[data-copy]'), () => sentence(run));
offerCsv(document.querySelector('[data-csv]'), () => run);

async function begin(choice) {
  run = {
    work: choice.get('work'),
    count: Number(choice.get('count')),
    restart: choice.has('restart'),
    clicks: [],
    stopped: new AbortController(),
    clicking: true,
  };
  busy(true);
  const drawing = setInterval(() => show(run), 100);
  try {
    await Promise.all([clickThrough(run).finally(() => (run.clicking = false)), watch(run)]);
    showMessage(run.stopped.signal.aborted ? 'Stopped.' : 'Done. The figures are below.');
  } catch (error) {
    showMessage(error.message);
  }
  clearInterval(drawing);
  show(run);
  busy(false);
}

function show(current) {
  for (const mode of MODES) {
    drawRequests(results.querySelector(`[data-mode="${mode}"]`), mode, current);
    drawWork(results.querySelector(`[data-work="${mode}"]`), mode, current);
  }
  const { answered, finished, all } = counts(current);
  if (current.clicking) showMessage(current.notice ?? `${answered} of ${all} requests are answered.`);
  else if (finished < answered) showMessage(`All requests are answered. The work of ${finished} is finished.`);
  results.querySelector('[data-sentence]').textContent = sentence(current);
}

function busy(active) {
  results.hidden = false;
  form.querySelector('.primary').disabled = active;
  stop.hidden = !active;
  results.querySelector('[data-export]').hidden = active;
}

function showMessage(text) {
  if (message.textContent !== text) message.textContent = text;
}
