/** Opens links to the source in a dialog over the page; without it they are links to a page. */

export function openSourceInPlace() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-source]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  });
}

async function open(link) {
  const answer = await fetch(link.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const dialog = element('dialog', 'source-dialog');
  const title = page.querySelector('h1').textContent;
  dialog.ariaLabel = `Source of ${title}`;
  const close = element('button', '', 'Close');
  close.addEventListener('click', () => dialog.close());
  const head = element('div', 'source-dialog-head');
  const whole = element('a', 'hint', 'Open as a page');
  whole.href = link.href;
  head.append(element('h2', '', title), whole, close);
  const lines = page.querySelector('[data-lines]');
  dialog.append(head, lines);
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  const lit = lines.querySelector('[data-lit]');
  if (lit) lines.scrollTop = lit.offsetTop - 40;
}

function element(name, className, text = '') {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
