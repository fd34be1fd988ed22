/** Requests to this application. */

import { syncClock } from './clock.js';

const TIMEOUT_MS = 10_000;

/** No response came. */
export class NoAnswer extends Error {}

/** A response came, and it is an error. */
export class Refused extends Error {
  constructor(response) {
    super(response.statusText);
    this.status = response.status;
    this.retryAfterMs = 1000 * (Number(response.headers.get('Retry-After')) || 0);
  }
}

export function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content;
}

/** A new idempotency key. Without TLS, only a page on this machine has crypto.randomUUID. */
export function newKey() {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}

/** GET with a JSON response. */
export function get(url, options) {
  return send(url, { headers: { Accept: 'application/json' }, cache: 'no-cache', ...options });
}

export async function getJson(url) {
  return (await expectOk(await get(url))).json();
}

export async function getPage(url) {
  return parsePage(await send(url, { headers: { Accept: 'text/html' } }));
}

export async function parsePage(response) {
  return new DOMParser().parseFromString(await (await expectOk(response)).text(), 'text/html');
}

/** Without a time-out: inline work takes as long as it takes. */
export function post(url, { headers, ...options } = {}) {
  const all = { Accept: 'application/json', 'X-CSRF-TOKEN': token(), ...headers };
  return send(url, { method: 'POST', headers: all, signal: undefined, ...options });
}

/** A form's request as the browser would send it. */
export function postForm(form, submitter, options) {
  return post(form.action, { body: new URLSearchParams(new FormData(form, submitter)), ...options });
}

/** Arms a fault of the lab. The response is a redirect, or none if the process ends at once. */
export function armFault(name, value) {
  return post('/lab/faults', { body: new URLSearchParams({ name, value }), redirect: 'manual' });
}

/** Returns the id of the process that answers, or undefined. */
export async function currentProcess() {
  const answer = await getJson('/process').catch(() => undefined);
  return answer?.process;
}

/** Signs up a guest, unless the visitor is signed in. */
export async function becomeGuest() {
  const { dataset } = document.querySelector('[data-signed-in]');
  if (dataset.signedIn === 'true') return;
  const response = await post('/stage/guest');
  if (!response.ok) throw new Error('Sign-up is not possible now. Retry in a moment.');
  dataset.signedIn = 'true';
}

/** Whether a problem (RFC 9457) names a record, so that the work was accepted before it failed. */
export function isAccepted(problem) {
  return Boolean(problem.instance?.startsWith('/'));
}

/** Throws NoAnswer without a response, and tells the page, which then asks whether the process is gone. */
async function send(url, options) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    syncClock(response.headers.get('Darkroom-Time'));
    return response;
  } catch (error) {
    document.dispatchEvent(new CustomEvent('noanswer', { detail: error.name }));
    throw new NoAnswer(error.message);
  }
}

async function expectOk(response) {
  if (!response.ok) throw new Refused(response);
  return response;
}
