/** The mode switch in the header, without leaving the page. */

import { setText } from './dom.js';
import { parsePage, postForm } from './http.js';

export function switchInPlace() {
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('.modes-menu') || event.defaultPrevented) return;
    event.preventDefault();
    choose(event.submitter);
  });
}

export function chosenMode() {
  return document.querySelector('.modes [aria-pressed="true"]').value;
}

async function choose(button) {
  const form = button.form;
  try {
    const page = await parsePage(await postForm(form, button, { headers: { Accept: 'text/html' } }));
    const fresh = page.querySelector('.modes-menu');
    const focused = form.contains(document.activeElement) && document.activeElement.value;
    form.replaceWith(fresh);
    document.querySelectorAll('span[data-mode]').forEach((name) => setText(name, chosenMode()));
    if (focused) fresh.querySelector(`[value="${focused}"]`).focus();
    document.dispatchEvent(new Event('modechange'));
  } catch {
    location.reload();
  }
}
