/** The steps of the tour: the requests that a visitor could make by hand. */

import { milliseconds, pause } from './dom.js';
import { armFault, becomeGuest, currentProcess, getJson, isAccepted, post } from './http.js';
import { awaitProcess } from './poller.js';
import { showFigures, showJson, showLedger, showNotice } from './tour-show.js';

const NOTICES = {
  'mail=down': 'The mail server is stopped now.',
  'mail=reply-lost': 'The mail server\'s replies are lost now.',
};

const PAYMENT = { amount: '1000' };

export const STEPS = {
  mail: (trial, mode) => click(trial, `Sign up, ${mode}`, '/stage', mode),

  async charge(trial, mode) {
    await becomeGuest();
    trial.intent = crypto.randomUUID();
    await click(trial, `Pay 10.00, ${mode}`, '/charges', mode, PAYMENT, trial.intent);
  },

  /** Repeats the payment with the same intent key. */
  async again(trial) {
    const first = trial.body.id;
    const answer = await send('/charges', 'durable', PAYMENT, trial.intent);
    const { id } = await answer.json();
    trial.addLine(id === first ? `The second press names the same charge: ${id}` : `Another charge: ${id}`);
  },

  async samples(trial, mode) {
    await becomeGuest();
    await click(trial, `Upload samples, ${mode}: the first of three`, '/photos/samples', mode);
  },

  async break(trial, fault) {
    const [name, value] = fault.split('=');
    await armFault(name, value);
    showNotice(trial, NOTICES[fault]);
  },

  wait: (trial) => Promise.all(trial.finished),

  pause: (trial, ms) => pause(Number(ms)),

  repair: () => post('/lab/repair', { redirect: 'manual' }),

  async kill(trial) {
    const before = await currentProcess();
    await armFault('halt', 'at-once');
    const killed = performance.now();
    await awaitProcess(before);
    showNotice(trial, `The process died, and ${milliseconds(performance.now() - killed)} later another one answers. A running job continues when its lease expires, or at once if the process could still release it.`);
  },

  async ledger(trial) {
    const status = (await Promise.all(trial.finished)).at(-1);
    showLedger(trial, (await getJson(status.links.job)).ledger);
  },

  async inbox(trial) {
    await Promise.all(trial.finished);
    const mails = await getJson('/inbox');
    showFigures(trial, { 'mails in the inbox': mails.length, 'different Message-IDs': new Set(mails.map((mail) => mail.messageId)).size });
  },

  async status(trial) {
    const seen = (await Promise.all(trial.finished)).at(-1).phases;
    showNotice(trial, `The status said: ${seen.join(' → ')}`);
    showJson(trial, `GET ${trial.url}`, await getJson(trial.url));
  },

  async job(trial) {
    const status = (await Promise.all(trial.finished)).at(-1);
    showJson(trial, `GET ${status.links.job}`, (await getJson(status.links.job)).job).open = true;
  },
};

async function click(trial, title, address, mode, fields, intent) {
  const card = trial.addStrip(title);
  const began = performance.now();
  const answer = await send(address, mode, fields, intent);
  const waited = Math.round(performance.now() - began);
  const body = await answer.json();
  if (!answer.ok && !isAccepted(body)) throw new Error(body.detail);
  trial.body = body;
  trial.url = body.instance ?? body.links?.self ?? body.photos[0].links.self;
  trial.finished.push(trial.watch(card, trial.url, waited));
}

function send(address, mode, fields, intent) {
  const headers = { 'Dispatch-Mode': mode };
  if (intent) headers['Idempotency-Key'] = `"${intent}"`;
  return post(address, { headers, body: fields && new URLSearchParams(fields) });
}
