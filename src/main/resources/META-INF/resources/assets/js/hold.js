/** Says on the button that was pressed that the visitor waits for the work itself. Only inline: else the answer is there at once. */

export function isInline() {
  return document.querySelector('.modes [aria-pressed="true"]').value === 'inline';
}

/** @return what makes the button as it was before */
export function holdButton(form) {
  const button = form.querySelector('button');
  if (!isInline() || button.disabled) return () => {};
  const words = button.textContent;
  button.textContent = 'Developing, you wait …';
  button.disabled = true;
  const release = () => {
    button.textContent = words;
    button.disabled = false;
  };
  // The page comes back as it was left, from the browser's memory.
  addEventListener('pageshow', release, { once: true });
  return release;
}
