/** What a stop of the tour can do: requests that a visitor could make as well. */

import { isKept } from './problem.js';
import { showFigures, showJson, showLedger, showNews } from './tour-show.js';

const token = () => document.querySelector('meta[name="csrf-token"]').content;
const rest = (ms) => new Promise((resume) => setTimeout(resume, ms));
const ask = async (url) => (await fetch(url, { headers: { Accept: 'application/json' } })).json();

const NEWS = {
  'mail=down': 'Now the mail server is stopped.',
  'mail=reply-lost': 'Now the mail server\'s answers get lost.',
  'messages=hundredfold': 'Now each message is delivered a hundred times.',
};

const PAYMENT = { amount: '1000' };

export const STEPS = {
  mail: (trial, mode) => click(trial, `Sign up, ${mode}`, '/stage', mode),

  async charge(trial, mode) {
    await becomeSomebody();
    trial.intent = crypto.randomUUID();
    await click(trial, `Pay 10.00, ${mode}`, '/charges', mode, PAYMENT, trial.intent);
  },

  /** The same intent once more. */
  async again(trial) {
    const first = trial.body.id;
    const answer = await post('/charges', 'durable', PAYMENT, trial.intent);
    const { id } = await answer.json();
    trial.say(id === first ? `The second press names the same charge: ${id}` : `Another charge: ${id}`);
  },

  async samples(trial, mode) {
    await becomeSomebody();
    await click(trial, `Develop samples, ${mode}: the first of three`, '/photos/samples', mode);
  },

  async break(trial, fault) {
    const [name, value] = fault.split('=');
    await post('/lab/faults', 'durable', { name, value });
    showNews(trial, NEWS[fault]);
  },

  wait: (trial) => Promise.all(trial.finished),

  pause: (trial, ms) => rest(Number(ms)),

  repair: () => post('/lab/repair', 'durable'),

  async kill(trial) {
    const before = (await ask('/process')).process;
    await post('/lab/faults', 'durable', { name: 'halt', value: 'at-once' });
    const killed = performance.now();
    for (let process = before; process === before || !process; ) {
      await rest(200);
      process = (await ask('/process').catch(() => ({}))).process;
    }
    showNews(trial, `The process is dead, and ${Math.round(performance.now() - killed).toLocaleString('en')} ms later another one answers. What was leased comes back when its lease runs out.`);
  },

  async ledger(trial) {
    const status = (await Promise.all(trial.finished)).at(-1);
    showLedger(trial, await settled(async () => (await ask(status.links.job)).ledger));
  },

  async inbox(trial) {
    await Promise.all(trial.finished);
    const mails = await ask('/inbox');
    showFigures(trial, { 'mails in the inbox': mails.length, 'different Message-IDs': new Set(mails.map((mail) => mail.messageId)).size });
  },

  async status(trial) {
    const seen = (await Promise.all(trial.finished)).at(-1).phases;
    showNews(trial, `The status said: ${seen.join(' → ')}`);
    showJson(trial, `GET ${trial.url}`, await ask(trial.url));
  },

  async job(trial) {
    const status = (await Promise.all(trial.finished)).at(-1);
    showJson(trial, `GET ${status.links.job}`, (await ask(status.links.job)).job).open = true;
  },
};

/** Doubled messages may come after the work is done: until two looks count the same. */
async function settled(look, before = {}) {
  const ledger = await look();
  if (ledger.deliveries === before.deliveries) return ledger;
  await rest(500);
  return settled(look, ledger);
}

async function click(trial, title, address, mode, fields, intent) {
  const card = trial.strip(title);
  const began = performance.now();
  const answer = await post(address, mode, fields, intent);
  const waited = Math.round(performance.now() - began);
  const body = await answer.json();
  if (!answer.ok && !isKept(body)) throw new Error(body.detail);
  trial.body = body;
  trial.url = body.instance ?? body.links?.self ?? body.photos[0].links.self;
  trial.finished.push(trial.follow(card, trial.url, waited));
}

async function becomeSomebody() {
  const { dataset } = document.querySelector('[data-signed-in]');
  if (dataset.signedIn !== 'true') await post('/stage', 'volatile');
  dataset.signedIn = 'true';
}

function post(address, mode, fields, intent) {
  const headers = { Accept: 'application/json', 'X-CSRF-TOKEN': token(), 'Dispatch-Mode': mode };
  if (intent) headers['Idempotency-Key'] = `"${intent}"`;
  const body = fields && new URLSearchParams(fields);
  const redirect = address.startsWith('/lab') ? 'manual' : 'follow';
  return fetch(address, { method: 'POST', headers, body, redirect });
}
