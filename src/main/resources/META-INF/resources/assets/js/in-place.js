/** Submits forms without leaving the page, because their effect shows on it. */

import { post } from './http.js';

export function submitInPlace() {
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!('inPlace' in form.dataset)) return;
    event.preventDefault();
    // There is no response if the request kills the process.
    await post(form.action, { body: new URLSearchParams(new FormData(form)), redirect: 'manual' }).catch(() => {});
    document.dispatchEvent(new Event('processcheck'));
  });
}
