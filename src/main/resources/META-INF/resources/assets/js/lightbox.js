/** Shows a photo large in a dialog, with Previous and Next. Without a script, its link opens the picture. */

import { button, element, link, openDialog, opensElsewhere } from './dom.js';

let photos;
let current;
let dialog;

export function openPhotos() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.photo-frame a');
    if (!link || opensElsewhere(event)) return;
    event.preventDefault();
    photos = [...document.querySelectorAll('.photo-frame:has(a)')];
    build();
    show(photos.indexOf(link.parentElement));
    openDialog(dialog, () => photos[current].querySelector('a').focus());
  });
}

function build() {
  dialog = element('dialog', 'lightbox');
  dialog.ariaLabel = 'Large photo';
  const turn = element('div', 'lightbox-turn');
  turn.append(button('Previous', () => show(current - 1)), element('p', 'lightbox-count'), button('Next', () => show(current + 1)));
  turn.hidden = photos.length === 1;
  const close = button('Close', () => dialog.close());
  close.className = 'lightbox-close';
  const message = element('div', 'lightbox-text');
  message.role = 'status';
  dialog.append(close, element('img'), turn, message);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') show(current - 1);
    if (event.key === 'ArrowRight') show(current + 1);
  });
}

/** The first photo follows the last. */
function show(index) {
  current = (index + photos.length) % photos.length;
  const { name, large, original, width, height } = photos[current].dataset;
  const picture = dialog.querySelector('img');
  picture.src = large;
  picture.alt = name;
  dialog.querySelector('.lightbox-count').textContent = `${current + 1} of ${photos.length}`;
  const job = photos[current].closest('[data-card]').querySelector('[data-job] a')?.href;
  const caption = element('p', '', ` ${width} × ${height} pixels`);
  caption.prepend(element('b', '', name));
  dialog
    .querySelector('.lightbox-text')
    .replaceChildren(caption, link(original, 'Download the original'), ...(job ? [link(job, 'See the job')] : []));
}
