/** The clicks of this tab: stored with the guesses, so that they survive a reload and a restart of the server, and polled together. */

import { getJson, Refused } from './http.js';
import { repeat, statusUrl } from './poller.js';
import { outage } from './process.js';

const PREFIX = 'stage-';
/** With the process check, at most two requests a second. */
const INTERVAL_MS = 700;
let watching = false;

export function save(name, value) {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
}

export function saved(name) {
  return JSON.parse(sessionStorage.getItem(PREFIX + name));
}

export function forget(name) {
  sessionStorage.removeItem(PREFIX + name);
}

/**
 * @param unfinished returns the clicks to ask for
 * @param show takes their statuses, by id; a deleted guest's is missing
 * @param refuse takes the status code of a refusal, or undefined when an answer comes again
 */
export async function watchClicks(unfinished, show, refuse) {
  if (watching) return;
  watching = true;
  await repeat(INTERVAL_MS, async () => {
    const ids = unfinished().map(({ id }) => id);
    if (ids.length === 0) return true;
    if (outage()) return false;
    const { mails } = await getJson(statusUrl(ids.map((id) => ({ type: 'mails', id })))).catch((error) => refused(error, refuse));
    refuse(undefined);
    show(ids, new Map(mails.map((mail) => [mail.id, mail])));
    return false;
  });
  watching = false;
}

/** After signing out, no click of this tab can be seen. */
function refused(error, refuse) {
  if (error instanceof Refused && error.status === 401) return { mails: [] };
  if (error instanceof Refused) refuse(error.status);
  throw error;
}
