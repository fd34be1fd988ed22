/** Sends forms whose effect shows by itself on the page that is open, and stays there. */

export function sendQuietly() {
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!('quietly' in form.dataset)) return;
    event.preventDefault();
    const token = document.querySelector('meta[name="csrf-token"]').content;
    // Where the process dies of it, there is no answer.
    await fetch(form.action, {
      method: 'POST',
      headers: { 'X-CSRF-TOKEN': token },
      body: new URLSearchParams(new FormData(form)),
      redirect: 'manual',
    }).catch(() => {});
    document.dispatchEvent(new Event('pulse'));
  });
}
