/** The card of a file without a record: it is uploading, or it was rejected. */

import { button, element, setText } from './dom.js';

export function blankCard(file) {
  const progress = Object.assign(element('progress'), { max: 1, value: 0, ariaLabel: `Upload of ${file.name}` });
  return card('uploading', file.name, progress, element('p', 'hint', 'uploading'));
}

export function refusedCard(name, reason) {
  const made = card('refused', name, element('p', 'problem', reason));
  offer(made, 'Dismiss', () => removeAll([made]));
  return made;
}

export function removeAll(cards) {
  cards.forEach((card) => card.remove());
}

export function offer(card, text, act) {
  card.querySelector('.photo-text').append(Object.assign(button(text, act), { className: 'quiet' }));
}

export function showProgress(card, text, share) {
  setText(card.querySelector('[role="status"]'), text);
  card.querySelector('progress').value = share;
}

function card(phase, name, ...content) {
  const made = element('li', 'photo');
  made.dataset.phase = phase;
  made.dataset.local = '';
  const text = element('div', 'photo-text', element('h2', 'photo-name', name), ...content);
  text.lastChild.role = 'status';
  made.append(element('div', 'photo-frame'), text);
  return made;
}
