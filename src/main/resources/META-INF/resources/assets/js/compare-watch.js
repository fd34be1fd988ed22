/** Polls the statuses of the submitted work until all of them are final. */

import { getJson } from './http.js';
import { MAX_IDS, repeat, statusUrl } from './poller.js';
import { isMoving } from './strip.js';

const INTERVAL_MS = 500;
const TYPES = { mail: 'mails', photo: 'photos', charge: 'charges' };

export function watch(run) {
  return repeat(INTERVAL_MS, async () => {
    await ask(TYPES[run.work], moving(run)).catch(() => {});
    return run.stopped.signal.aborted || (!run.clicking && moving(run).length === 0);
  });
}

function moving(run) {
  return run.clicks.filter((click) => click.id && (!click.status || isMoving(click.status)));
}

async function ask(type, clicks) {
  for (let i = 0; i < clicks.length; i += MAX_IDS) {
    const some = clicks.slice(i, i + MAX_IDS);
    const answer = await getJson(statusUrl(some.map(({ id }) => ({ type, id }))));
    const found = new Map(answer[type].map((status) => [status.id, status]));
    for (const click of some) click.status = found.get(click.id) ?? click.status;
  }
}
