/** The database's clock, so that bars do not depend on the browser's; and times in the visitor's zone and language. */

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
let ahead = 0;

/** Sets the clock by the Darkroom-Time header of a response: milliseconds since 1970. */
export function syncClock(time) {
  if (time) ahead = Number(time) - Date.now();
}

export function now() {
  return Date.now() + ahead;
}

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
