/** Takes a result along: as a sentence, as a table, as a picture. */

import { MODES } from './compare-clicks.js';
import { clicksOf, endOf, milliseconds, outcome, outcomes, sentence, spread } from './compare-figures.js';

const WIDTH = 1600;
const HEIGHT = 900;
const LEFT = 360;
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

export function offerPng(button, result) {
  button.addEventListener('click', () => paint(result()).toBlob((picture) => save(picture, 'darkroom-compare.png')));
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

/** In the colours of the page as it is. */
function paint(run) {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext('2d');
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const most = Math.max(500, ...run.clicks.map((click) => endOf(click) || 0));
  const x = (ms) => LEFT + ((WIDTH - LEFT - 60) * ms) / most;
  pen.fillStyle = colour('--paper');
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = colour('--ink');
  write(pen, sentence(run), 60, 70, 26, WIDTH - 120);
  MODES.forEach((mode, i) => {
    const top = 190 + i * 230;
    const height = 170 / run.count;
    pen.fillStyle = colour('--ink');
    write(pen, mode, 60, top + 30, 34);
    const found = spread(run, mode);
    write(pen, found ? milliseconds(found.median) : '–', 60, top + 90, 52);
    write(pen, `${outcomes(run, mode).complete} of ${run.count} complete`, 60, top + 130, 24);
    for (const click of clicksOf(run, mode)) {
      const y = top + (click.n - 1) * height;
      pen.fillStyle = outcome(click) === 'complete' ? colour('--fixer') : colour('--stopbath');
      pen.globalAlpha = 0.55;
      pen.fillRect(x(click.ms), y, x(endOf(click)) - x(click.ms), 0.8 * height);
      pen.globalAlpha = 1;
      pen.fillStyle = colour('--ink');
      pen.fillRect(LEFT, y, Math.max(2, x(click.ms) - LEFT), 0.8 * height);
    }
  });
  return canvas;
}

/** Long lines are broken at words. */
function write(pen, text, x, y, size, width = WIDTH) {
  pen.font = `600 ${size}px system-ui, sans-serif`;
  let line = '';
  for (const word of text.split(' ')) {
    if (pen.measureText(`${line} ${word}`).width > width) {
      pen.fillText(line, x, y);
      y += 1.4 * size;
      line = '';
    }
    line = line ? `${line} ${word}` : word;
  }
  pen.fillText(line, x, y);
}
