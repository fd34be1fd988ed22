/** Stores the last click and the guess of each mode in this tab, so that they survive a reload and a restart of the server. */

const PREFIX = 'stage-';

export function save(name, value) {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
}

export function saved(name) {
  return JSON.parse(sessionStorage.getItem(PREFIX + name));
}

export function forget(name) {
  sessionStorage.removeItem(PREFIX + name);
}
