/** Shows one print large, with the next and the one before at hand; without a script the link opens the picture. */

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
  dialog.ariaLabel = 'A print, large';
  const picture = element('img', '');
  const says = element('p', 'lightbox-says');
  says.role = 'status';
  const bar = element('div', 'lightbox-bar');
  bar.append(button('Previous', -1), says, button('Next', 1), close());
  dialog.append(picture, bar);
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

/** Round in a circle. */
function show(index) {
  current = (index + prints.length) % prints.length;
  const { name, large, original, width, height } = prints[current].dataset;
  const picture = dialog.querySelector('img');
  picture.src = large;
  picture.alt = name;
  const says = dialog.querySelector('.lightbox-says');
  const job = prints[current].closest('[data-card]').querySelector('[data-job] a')?.href;
  says.replaceChildren(
    element('b', '', name),
    ` ${width} × ${height} pixels, ${current + 1} of ${prints.length} `,
    link(original, 'Download the original'),
    ...(job ? [' ', link(job, 'See the job')] : []),
  );
}

function link(href, text) {
  const made = element('a', '', text);
  made.href = href;
  return made;
}

function button(text, step) {
  const made = element('button', 'quiet', text);
  made.addEventListener('click', () => show(current + step));
  return made;
}

function close() {
  const made = element('button', 'quiet', 'Close');
  made.addEventListener('click', () => dialog.close());
  return made;
}

function element(name, className, text = '') {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
