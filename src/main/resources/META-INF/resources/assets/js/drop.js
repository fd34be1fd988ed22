/** Files that are dropped on the form go into its input, and are sent. */

export function takeDrops() {
  for (const form of document.querySelectorAll('[data-drop]')) {
    const over = (is) => form.toggleAttribute('data-over', is);
    form.addEventListener('dragover', (event) => {
      event.preventDefault();
      over(true);
    });
    form.addEventListener('dragleave', () => over(false));
    form.addEventListener('drop', (event) => {
      event.preventDefault();
      over(false);
      if (event.dataTransfer.files.length === 0) return;
      form.querySelector('input[type="file"]').files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }
}
