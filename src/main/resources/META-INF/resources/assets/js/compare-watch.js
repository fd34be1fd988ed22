/** Asks what has become of the work behind the clicks, many at once, until nothing will move any of it. */

const EVERY_MS = 500;
const MOST_IDS = 50;
const TYPES = { mail: 'mails', photo: 'photos', charge: 'charges' };

export async function watch(run) {
  while ((run.clicking || moving(run).length > 0) && !run.stopped.signal.aborted) {
    await ask(run, moving(run)).catch(() => {});
    await new Promise((resume) => setTimeout(resume, EVERY_MS));
  }
}

function moving(run) {
  return run.clicks.filter((click) => click.id && !isOver(click.status));
}

function isOver(status) {
  return status && (status.status !== 'processing' || status.phase === 'lost');
}

async function ask(run, clicks) {
  const type = TYPES[run.work];
  for (let i = 0; i < clicks.length; i += MOST_IDS) {
    const some = clicks.slice(i, i + MOST_IDS);
    const answer = await fetch(`/status?${type}=${some.map((click) => click.id)}`, { headers: { Accept: 'application/json' }, cache: 'no-cache' });
    const found = new Map((await answer.json())[type].map((status) => [status.id, status]));
    for (const click of some) click.status = found.get(click.id) ?? click.status;
  }
}
