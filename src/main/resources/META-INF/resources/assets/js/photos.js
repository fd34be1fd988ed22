/** The photos page: prints on a wire, which open large. */

import { element, setText } from './dom.js';
import { openGallery } from './gallery.js';
import { openPhotos } from './lightbox.js';
import { refresh } from './refresh.js';

openGallery({ refresh, card });
openPhotos();
countPhotos();

/** A print without a picture. */
function card(state, reason, name) {
  const print = element('div', 'print', element('span', 'print-picture'), element('div', 'print-note', reason));
  return element('li', 'photo', print, element('p', 'state-line', state, element('span', 'state-figure', name)));
}

/** On a phone the heading counts, as two prints fill the screen. */
function countPhotos() {
  const count = () => {
    const total = document.querySelectorAll('.photo[data-id]').length;
    const complete = document.querySelectorAll('.photo[data-id][data-phase="done"]').length;
    setText(document.querySelector('[data-count]'), total ? `${total} ${total === 1 ? 'photo' : 'photos'}, ${complete} complete` : '');
  };
  new MutationObserver(count).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-phase'] });
  count();
}
