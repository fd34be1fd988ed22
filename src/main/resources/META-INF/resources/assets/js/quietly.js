/** Sends forms whose effect shows on the open page, and stays there. */

import { post } from './http.js';

export function sendQuietly() {
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!('quietly' in form.dataset)) return;
    event.preventDefault();
    // If the process dies of this request, there is no response.
    await post(form.action, { body: new URLSearchParams(new FormData(form)), redirect: 'manual' }).catch(() => {});
    document.dispatchEvent(new Event('pulse'));
  });
}
