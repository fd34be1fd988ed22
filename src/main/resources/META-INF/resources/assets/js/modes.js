/** The mode switch in the header, without leaving the page. */

import { parsePage, postForm } from './http.js';

const KEYS = '123';

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

/** @param permission a checkbox, because single-key shortcuts must be switchable (WCAG 2.1.4) */
export function chooseByKeys(permission) {
  permission.closest('[hidden]').hidden = false;
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input:not([type="checkbox"]), select, textarea');
    if (typing || event.ctrlKey || event.altKey || event.metaKey || !permission.checked) return;
    const place = KEYS.indexOf(event.key);
    if (place >= 0) choose(document.querySelectorAll('.modes button')[place]);
  });
}

async function choose(button) {
  const form = button.form;
  try {
    const page = await parsePage(await postForm(form, button, { headers: { Accept: 'text/html' } }));
    const fresh = page.querySelector('.modes-menu');
    const focused = form.contains(document.activeElement) && document.activeElement.value;
    form.replaceWith(fresh);
    document.querySelector('[data-mode]').textContent = chosenMode();
    if (focused) fresh.querySelector(`[value="${focused}"]`).focus();
    document.dispatchEvent(new Event('modechange'));
  } catch {
    location.reload();
  }
}
