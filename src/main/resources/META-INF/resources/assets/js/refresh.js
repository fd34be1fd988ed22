/** Fetches the page again and exchanges its main part, where more has changed than a status tells. */

import { showMoments } from './moments.js';

export async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const old = document.querySelector('main');
  const fresh = page.querySelector('main');
  const focused = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  showMoments(fresh);
  old.replaceWith(fresh);
  fresh.querySelectorAll(FOCUSABLE)[focused]?.focus({ preventScroll: true });
}

const FOCUSABLE = 'a[href], button, input, summary';
