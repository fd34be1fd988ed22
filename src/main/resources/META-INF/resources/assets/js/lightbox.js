/** Shows one picture large, with Previous and Next. Without a script its link opens the picture. */

import { button, element, link } from './dom.js';

let prints;
let current;
let dialog;

export function openPrints() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.paper a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    prints = [...document.querySelectorAll('.paper:has(a)')];
    build();
    show(prints.indexOf(link.parentElement));
    dialog.showModal();
  });
}

function build() {
  dialog = element('dialog', 'lightbox');
  dialog.ariaLabel = 'A photo, large';
  const turn = element('div', 'lightbox-turn');
  turn.append(button('Previous', () => show(current - 1)), element('p', 'lightbox-count'), button('Next', () => show(current + 1)));
  turn.hidden = prints.length === 1;
  const close = button('Close', () => dialog.close());
  close.className = 'lightbox-close';
  const message = element('div', 'lightbox-text');
  message.role = 'status';
  dialog.append(close, element('img'), turn, message);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') show(current - 1);
    if (event.key === 'ArrowRight') show(current + 1);
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    prints[current].querySelector('a').focus();
  });
  document.body.append(dialog);
}

/** After the last picture comes the first. */
function show(index) {
  current = (index + prints.length) % prints.length;
  const { name, large, original, width, height } = prints[current].dataset;
  const picture = dialog.querySelector('img');
  picture.src = large;
  picture.alt = name;
  dialog.querySelector('.lightbox-count').textContent = `${current + 1} of ${prints.length}`;
  const job = prints[current].closest('[data-card]').querySelector('[data-job] a')?.href;
  const caption = element('p', '', ` ${width} × ${height} pixels`);
  caption.prepend(element('b', '', name));
  dialog
    .querySelector('.lightbox-text')
    .replaceChildren(caption, link(original, 'Download the original'), ...(job ? [link(job, 'See the job')] : []));
}
