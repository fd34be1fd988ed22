/** Stores the last click of each mode in this tab, so that it survives a reload and a restart of the server. */

const PREFIX = 'stage-';

export function saveClick(mode, { url, waited, status, rows }) {
  sessionStorage.setItem(PREFIX + mode, JSON.stringify({ url, waited, status, rows }));
}

/** Returns pairs of a mode and its click. */
export function savedClicks() {
  return Object.entries(sessionStorage)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, click]) => [name.slice(PREFIX.length), JSON.parse(click)]);
}

export function clearClicks() {
  savedClicks().forEach(([mode]) => sessionStorage.removeItem(PREFIX + mode));
}
