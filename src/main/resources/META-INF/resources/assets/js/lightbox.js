/** Shows a photo large in a dialog, with Previous and Next. Without a script, its link opens the picture. */

import { button, element, link, openDialog, opensElsewhere } from './dom.js';

let photos;
let current;
let dialog;

export function openPhotos() {
  document.addEventListener('click', (event) => {
    const print = event.target.closest('.print');
    const touch = event.pointerType === 'touch';
    const first = touch && print && !('shown' in print.dataset);
    if (touch && !event.target.closest('summary')) showActions(print);
    const picture = event.target.closest('.print-picture[href]');
    if (!picture || opensElsewhere(event)) return;
    event.preventDefault();
    if (!first) open(picture);
  });
}

/** The first tap shows the name and the actions, as a pointer over the print does. */
function showActions(print) {
  document.querySelectorAll('.print[data-shown]').forEach((one) => one !== print && delete one.dataset.shown);
  if (print) print.dataset.shown = '';
}

function open(picture) {
  photos = [...document.querySelectorAll('.print-picture[href]')];
  build();
  show(photos.indexOf(picture));
  openDialog(dialog, () => photos[current].focus());
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
  const card = photos[current].closest('[data-card]');
  const { alt } = photos[current].querySelector('img');
  const { width, height } = photos[current].dataset;
  const picture = dialog.querySelector('img');
  picture.src = photos[current].dataset.large;
  picture.alt = alt;
  dialog.querySelector('.lightbox-count').textContent = `${current + 1} of ${photos.length}`;
  const links = [...card.querySelectorAll('.print-actions a')].map(({ href, textContent }) => link(href, textContent));
  const caption = element('p', '', element('b', '', alt), ` ${width} × ${height} pixels`);
  dialog.querySelector('.lightbox-text').replaceChildren(caption, ...links);
}
