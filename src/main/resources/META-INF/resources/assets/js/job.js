/** Lets the open marks of a job's lanes grow with the clock, between two refreshes of the page. */

import { now } from './clock.js';
import { duration, setText } from './dom.js';
import { outage } from './process.js';

const STILL_INTERVAL_MS = 250;
/** A label of the axis that is nearer to the tag than this would be cut by it. */
const TAG_REACH = 60;
const still = matchMedia('(prefers-reduced-motion: reduce)');

grow();

function grow() {
  const chart = document.querySelector('.job-chart');
  if (!outage() && chart.querySelector('.job-now')) draw(chart);
  if (still.matches) setTimeout(grow, STILL_INTERVAL_MS);
  else requestAnimationFrame(grow);
}

function draw(chart) {
  const time = now() - Date.parse(chart.dataset.accepted);
  const axis = Number(chart.dataset.axis);
  const share = (ms) => `${Math.min(100, Math.max(0, (100 * ms) / axis)).toFixed(2)}%`;
  for (const mark of chart.querySelectorAll('.mark-live, .mark-counted, .job-lane:last-child .mark-waiting:last-child')) {
    mark.setAttribute('width', share(time - mark.dataset.from));
  }
  for (const lease of chart.querySelectorAll('.mark-lease')) {
    lease.setAttribute('x', share(time));
    lease.setAttribute('width', share(lease.dataset.to - time));
    setText(lease.querySelector('text'), `in ${Math.max(0, Math.ceil((lease.dataset.to - time) / 1000))} s`);
  }
  for (const line of chart.querySelectorAll('.job-now line')) ['x1', 'x2'].forEach((x) => line.setAttribute(x, share(time)));
  chart.querySelector('.job-now-tag').setAttribute('x', share(time));
  const width = chart.querySelector('.job-ticks').clientWidth;
  for (const label of chart.querySelectorAll('.job-ticks > text')) {
    const distance = parseFloat(label.getAttribute('x')) - (100 * time) / axis;
    label.toggleAttribute('data-covered', (width * Math.abs(distance)) / 100 < TAG_REACH);
  }
  setText(chart.querySelector('.job-now-text'), duration(time));
}
