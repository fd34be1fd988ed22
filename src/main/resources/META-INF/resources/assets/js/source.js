/** Opens links to source in a dialog. Without a script, they open a page. */

import { button, element, link as linkTo, openDialog, opensElsewhere } from './dom.js';
import { getPage } from './http.js';

export function openSourceInPlace() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-source]');
    if (!link || opensElsewhere(event)) return;
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  });
}

async function open(link) {
  const page = await getPage(link.href);
  const dialog = element('dialog', 'source-dialog');
  const title = page.querySelector('h1').textContent;
  dialog.ariaLabel = `Source of ${title}`;
  const whole = Object.assign(linkTo(link.href, 'Open as a page'), { className: 'hint' });
  const close = button('Close', () => dialog.close());
  const lines = page.querySelector('[data-lines]');
  dialog.append(element('div', 'source-dialog-head', element('h2', '', title), whole, close), lines);
  openDialog(dialog, () => link.focus());
  const highlighted = lines.querySelector('[data-highlighted]');
  if (highlighted) lines.scrollTop = highlighted.offsetTop - 40;
}
