/** Puts dropped or pasted files into the form and submits it. */

export function takeDrops() {
  const markDrag = (active) => form()?.toggleAttribute('data-dragged-over', active);
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    markDrag(true);
  });
  document.addEventListener('dragleave', (event) => markDrag(event.relatedTarget !== null));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    markDrag(false);
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
