/** Exports a result: as a sentence or as CSV. */

import { MODES } from './compare-clicks.js';
import { clicksOf, endOf, outcome } from './compare-figures.js';

const HEAD = ['work', 'mode', 'n', 'request_ms', 'finished_ms', 'outcome'];

export function offerCopy(button, text) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = 'Copied';
  });
}

export function offerCsv(button, result) {
  button.addEventListener('click', () => {
    const run = result();
    const rows = MODES.flatMap((mode) => clicksOf(run, mode).map((click) => row(run, click)));
    save(new Blob([[HEAD, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')], { type: 'text/csv' }), 'darkroom-compare.csv');
  });
}

function row(run, click) {
  const ended = outcome(click) === 'complete' ? endOf(click).toFixed(1) : '';
  return [run.work, click.mode, click.n, click.ms.toFixed(1), ended, outcome(click)];
}

function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
