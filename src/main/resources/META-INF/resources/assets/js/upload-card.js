/** A file's card before there is a record of it, or where there will be none: only this page knows of it. */

export function blankCard(file) {
  const progress = Object.assign(element('progress', ''), { max: 1, value: 0, ariaLabel: `Upload of ${file.name}` });
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
  const button = element('button', 'quiet', text);
  button.type = 'button';
  button.addEventListener('click', act);
  card.querySelector('.photo-says').append(button);
}

export function say(card, text, share) {
  const says = card.querySelector('[role="status"]');
  if (says.textContent !== text) says.textContent = text;
  card.querySelector('progress').value = share;
}

function card(phase, name, ...says) {
  const made = element('li', 'photo');
  made.dataset.phase = phase;
  made.dataset.here = '';
  const text = element('div', 'photo-says');
  text.append(element('h2', 'photo-name', name), ...says);
  text.lastChild.role = 'status';
  made.append(element('div', 'paper'), text);
  return made;
}

function element(name, className, text = '') {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
