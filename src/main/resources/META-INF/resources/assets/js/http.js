/** Requests to this application. */

import { syncClock } from './clock.js';

export function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content;
}

/** GET with a JSON response; its Date header sets the clock. */
export async function get(url, options) {
  const response = await fetch(url, { headers: { Accept: 'application/json' }, cache: 'no-cache', ...options });
  syncClock(response.headers.get('Date'));
  return response;
}

export async function getJson(url) {
  return (await expectOk(await get(url))).json();
}

export async function getPage(url) {
  return parsePage(await fetch(url, { headers: { Accept: 'text/html' } }));
}

export async function parsePage(response) {
  return new DOMParser().parseFromString(await (await expectOk(response)).text(), 'text/html');
}

export function post(url, { headers, ...options } = {}) {
  return fetch(url, { method: 'POST', headers: { Accept: 'application/json', 'X-CSRF-TOKEN': token(), ...headers }, ...options });
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
  const response = await post('/stage', { headers: { 'Dispatch-Mode': 'volatile' } });
  if (!response.ok) throw new Error('Sign-up is not possible now. Retry in a moment.');
  dataset.signedIn = 'true';
}

/** Whether a problem (RFC 9457) names a record, so that the work was accepted before it failed. */
export function isAccepted(problem) {
  return Boolean(problem.instance?.startsWith('/'));
}

async function expectOk(response) {
  if (!response.ok) throw new Error(response.statusText);
  return response;
}
