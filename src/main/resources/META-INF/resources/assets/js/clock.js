/** The server's clock, so that bars do not depend on the browser's. */

const TOLERANCE_MS = 2000;
let ahead = 0;

/** Sets the clock by a response's Date header, which has whole seconds. */
export function syncClock(date) {
  const difference = Date.parse(date) + 500 - Date.now();
  ahead = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

export function now() {
  return Date.now() + ahead;
}
