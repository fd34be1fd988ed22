/** Shows times in the visitor's time zone and language. */

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export function showMoments(root) {
  for (const time of root.querySelectorAll('time[data-moment]')) {
    time.textContent = FULL.format(new Date(time.dateTime));
  }
  for (const time of root.querySelectorAll('time[data-clock]')) {
    time.textContent = clock(time.dateTime);
  }
}

export function clock(instant) {
  return CLOCK.format(new Date(instant));
}
