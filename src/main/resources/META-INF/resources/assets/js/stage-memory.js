/** Keeps the last click of each mode in this tab, across reloads and across the process's death. */

const PREFIX = 'stage-';

export function keep(mode, { url, waited, status, rows }) {
  sessionStorage.setItem(PREFIX + mode, JSON.stringify({ url, waited, status, rows }));
}

/** Pairs of a mode and its click. */
export function kept() {
  return Object.entries(sessionStorage)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, click]) => [name.slice(PREFIX.length), JSON.parse(click)]);
}

export function forget() {
  kept().forEach(([mode]) => sessionStorage.removeItem(PREFIX + mode));
}
