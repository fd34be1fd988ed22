/** The steps of a job in one line, as account/stage.html shows them. */

export function showTimeline(list, rows) {
  const steps = rows.map((row) => `${row.sinceStartMs} ${row.step}`).join();
  if (list.dataset.steps === steps) return;
  list.dataset.steps = steps;
  list.replaceChildren(...rows.map(step));
}

function step(row) {
  const at = document.createElement('b');
  at.textContent = `${row.sinceStartMs.toLocaleString('en')} ms`;
  const item = document.createElement('li');
  item.append(`${row.step} `, at);
  return item;
}
