/** The board's selection, which survives each refresh, and its filters without a button. */

import { setText } from './dom.js';
import { post } from './http.js';
import { refresh } from './refresh.js';

const bar = document.getElementById('bulk');
const selected = new Set();

const ACTIONS = {
  retry: { label: 'Retry', refusal: 'only failed jobs can be retried' },
  cancel: { label: 'Cancel', refusal: 'only unfinished jobs can be cancelled' },
};

nameTheGroup();
document.addEventListener('change', (event) => {
  const box = event.target;
  if (box.matches('.find select')) box.form.requestSubmit();
  if (box.matches('[data-select-all]')) boxes().forEach((each) => select(each, box.checked));
  if (box.name === 'id') select(box, box.checked);
  show();
});
document.addEventListener('submit', switchLaneInPlace);
find('[data-bulk-clear]').addEventListener('click', () => {
  selected.clear();
  show();
  boxes()[0]?.focus();
});
document.addEventListener('refreshed', show);
boxes().forEach((box) => select(box, box.checked));
show();

/** The page would otherwise change its list when the first job needs attention. */
function nameTheGroup() {
  const chosen = document.querySelector('.chips [aria-current]');
  if (chosen && !location.search) history.replaceState(null, '', chosen.href);
}

function select(box, on) {
  if (on) selected.add(box.value);
  else selected.delete(box.value);
}

function boxes() {
  return [...document.querySelectorAll('#jobs input[name="id"]')];
}

function show() {
  const all = boxes();
  for (const box of all) {
    box.checked = selected.has(box.value);
    box.closest('tr').toggleAttribute('data-selected', box.checked);
  }
  const chosen = all.filter((box) => box.checked);
  showAll(all.length, chosen.length);
  setText(find('[data-bulk-count]'), chosen.length ? `${jobs(chosen.length)} selected` : 'No job selected');
  const refusals = Object.keys(ACTIONS).map((name) => showAction(name, chosen));
  setText(find('[data-bulk-reason]'), chosen.length ? refusals.filter(Boolean).join('; ') : '');
  find('[data-bulk-clear]').hidden = chosen.length === 0;
}

function showAll(number, chosen) {
  const all = document.querySelector('[data-select-all]');
  if (!all) return;
  all.hidden = false;
  all.checked = number > 0 && chosen === number;
  all.indeterminate = chosen > 0 && chosen < number;
}

/** Returns the reason why nothing selected can be moved so. */
function showAction(name, chosen) {
  const button = find(`[data-bulk="${name}"]`);
  const possible = chosen.filter((box) => name in box.dataset).length;
  button.disabled = possible === 0;
  const number = possible > 1 ? ` ${possible === 2 && chosen.length === 2 ? 'both' : possible}` : '';
  setText(button, ACTIONS[name].label + number);
  return possible === 0 && ACTIONS[name].refusal;
}

function jobs(number) {
  return number === 1 ? '1 job' : `${number} jobs`;
}

async function switchLaneInPlace(event) {
  const form = event.target;
  if (!('laneSwitch' in form.dataset)) return;
  event.preventDefault();
  await post(form.action).catch(() => {});
  await refresh().catch(() => {});
}

function find(css) {
  return bar.querySelector(css);
}
