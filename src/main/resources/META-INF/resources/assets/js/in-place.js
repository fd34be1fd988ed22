/** Submits forms without leaving the page, because their effect shows on it. */

import { postForm } from './http.js';
import { expectKill } from './process.js';

export function submitInPlace() {
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!('inPlace' in form.dataset)) return;
    event.preventDefault();
    if ('kills' in form.dataset) expectKill();
    // There is no response if the request kills the process.
    await postForm(form, event.submitter, { redirect: 'manual' }).catch(() => {});
    document.dispatchEvent(new Event('processcheck'));
  });
}
