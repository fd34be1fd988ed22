/** The server's clock, as far as the browser knows it: a bar must not grow because two clocks differ. */

const TOLERANCE_MS = 2000;
let ahead = 0;

/** Takes note of the Date header of an answer, which counts in whole seconds. */
export function heard(date) {
  const difference = Date.parse(date) + 500 - Date.now();
  ahead = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

export function now() {
  return Date.now() + ahead;
}
