/** Puts dropped or pasted files into the form and submits it. */

export function takeDrops() {
  const over = (is) => form()?.toggleAttribute('data-over', is);
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    over(true);
  });
  document.addEventListener('dragleave', (event) => over(event.relatedTarget !== null));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    take(event.dataTransfer.files);
  });
  document.addEventListener('paste', (event) => take(event.clipboardData.files));
}

function take(files) {
  if (files.length === 0) return;
  form().querySelector('[data-files]').files = files;
  form().requestSubmit();
}

function form() {
  return document.querySelector('[data-drop]');
}
