/** Disables a pressed button in inline mode, in which the visitor waits. */

import { chosenMode } from './modes.js';

export function isInline() {
  return chosenMode() === 'inline';
}

/** Returns a function that restores the button. */
export function holdButton(form) {
  const button = form.querySelector('button');
  if (!isInline() || button.disabled) return () => {};
  const words = button.textContent;
  button.textContent = 'Resizing while you wait …';
  button.disabled = true;
  const release = () => {
    button.textContent = words;
    button.disabled = false;
  };
  // The browser may restore this page from its back/forward cache.
  addEventListener('pageshow', release, { once: true });
  return release;
}
