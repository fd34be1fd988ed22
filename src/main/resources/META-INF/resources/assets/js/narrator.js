/** Tells the story of the stage, which is its latest event: headline, sentence, links, and a note on what to try next. */

import { element, link, setText } from './dom.js';
import { countGuesses } from './guess.js';
import { isLost, isUnfinished, MODES, moves } from './stage-words.js';

const NUMBERS = ['no', 'one', 'two', 'three'];
const TRY_KILL = 'Kill the process now and see what each mode remembers.';
const WHAT = document.querySelector('[data-story]').textContent;
const SAME = WHAT.includes('two seconds') ? 'The same two seconds of work.' : 'The same work.';
const place = (name) => document.querySelector(`[data-${name}]`);

/** @param world as for storyOf; `refused` the code of an error that is not about a click */
export function narrate(clicks, world, guesses) {
  const made = MODES.map((mode) => clicks[mode]).filter(Boolean);
  const story = storyOf(clicks, world);
  const predict = made.length === 0 && !world.gone && !world.mailDown;
  setText(place('headline'), story.headline);
  setText(place('story'), story.sentence ?? '');
  place('story').hidden = Boolean(world.gone);
  place('outage').hidden = !world.gone;
  if (place('tag')) place('tag').hidden = !predict;
  place('predict').hidden = !predict;
  place('note').hidden = predict;
  const guessed = story.note && made.some(moves) && guesses.some((guess) => guess !== undefined) && !world.gone;
  showNote(world.refused ? `The process answers ${world.refused}. The page asks again in a moment.` : story.note, guessed, story.tour);
  countGuesses(place('guesses'), predict ? guesses : []);
  showLinks(clicks.durable?.status?.links.job, story.tour);
  place('reset').hidden = made.length === 0;
  place('reset').querySelector('button').ariaDisabled = world.gone ? 'true' : null;
}

function showNote(note, guessed, tour) {
  const asked = tour?.question ? [tour.question, ' ', linkTo(tour)] : [note ?? ''];
  const shown = [note, guessed, tour?.question].join();
  if (place('note').dataset.shown === shown) return;
  place('note').dataset.shown = shown;
  place('note').replaceChildren(...(guessed ? [element('span', 'stage-guess-sign', 'your guess. ')] : []), ...asked);
}

function showLinks(job, tour) {
  const links = [];
  if (tour && !tour.question && 'tour' in place('links').dataset) links.push(tour);
  if (job) links.push({ href: job, text: 'See the job' });
  const shown = links.map(({ href }) => href).join();
  if (place('links').dataset.shown === shown) return;
  // A new element: the old one would move to the left.
  const fresh = place('links').cloneNode(false);
  fresh.dataset.shown = shown;
  fresh.append(...links.map(linkTo));
  place('links').replaceWith(fresh);
}

function linkTo({ href, text }) {
  return link(href, text);
}

/**
 * @param clicks the last click of each mode
 * @param world `gone` since when no process answers, and whether it was killed; `pid` of the process that answers;
 *     `mailDown`
 */
function storyOf(clicks, world) {
  const made = MODES.map((mode) => clicks[mode]).filter(Boolean);
  const stories = made.length === 0 ? [idle] : [failing, rescued, afterKill, running, done];
  if (world.gone) return gone(world);
  for (const story of stories) {
    const told = story(clicks, made, world);
    if (told) return told;
  }
  return {};
}

function gone({ gone: { killed } }) {
  return {
    headline: killed ? 'The process is gone. Nothing runs.' : 'No process answers.',
    note: 'Your browser keeps asking. The buttons come back when a process answers.',
  };
}

function idle(_, __, { mailDown }) {
  if (mailDown) {
    return {
      headline: 'The mail server is down.',
      sentence: 'Every connection is refused.',
      note: 'Press Run all three, and see which mode tells you.',
    };
  }
  return { headline: 'The slow part of every click, developed out of sight.', sentence: WHAT };
}

function failing({ durable }, made, { mailDown }) {
  const failed = ({ status }) => status?.phase === 'dead' || status?.attempts.some(({ outcome }) => outcome === 'failed');
  if (mailDown && !made.some(failed)) {
    return { headline: 'The mail server is down.', sentence: 'Every connection is refused.', note: 'Press Run all three, and see which mode tells you.' };
  }
  const next = durable?.status && `Attempt ${durable.status.attempt + (durable.status.phase === 'running' ? 0 : 1)}`;
  if (mailDown) {
    return {
      headline: 'The mail server is down. Only durable tries again.',
      sentence: 'Connection refused. Inline fails in front of you, in memory behind you.',
      note: durable && isUnfinished(durable) ? `Repair the mail server now. ${next} sends the mail, and nobody signs up again.` : 'Press Run all three: only durable tries again.',
    };
  }
  if (!durable || !failed(durable)) return undefined;
  if (isUnfinished(durable)) {
    return {
      headline: 'The mail server is back. The row still waits.',
      sentence: `${next} sends the mail. Nobody signs up again.`,
      note: 'The pauses between attempts grow. A repair need not be noticed at once.',
    };
  }
  if (durable.status.phase === 'dead') return { headline: 'The last attempt failed. The row is kept.', sentence: 'Its job’s page can retry it.' };
  return {
    headline: `Attempt ${durable.status.attempt} sent the mail. Nobody signed up again.`,
    sentence: 'The row waited in the database until the mail server was back.',
    note: 'Now press Run all three, and kill the process before it is done.',
  };
}

function rescued({ durable }, made) {
  const status = durable?.status;
  if (!status?.attempts.some(({ outcome }) => outcome === 'rescued')) return undefined;
  const survived = NUMBERS[made.filter((click) => !isLost(click)).length];
  const sentence = made.length === 1 ? 'The mail survived the kill.' : `${capital(survived)} of ${NUMBERS[made.length]} mails survived the kill.`;
  if (status.phase !== 'done') {
    return { headline: 'The lease is over. Any worker may take the job.', sentence: 'Nobody pressed anything.', note: 'Attempt 1 is written down as rescued.' };
  }
  const tour = { question: 'Why ten seconds of nothing?', text: 'Read why a lease, not a lock', href: '/tour' };
  return { headline: `Attempt ${status.attempt} sent the mail. Nobody pressed anything.`, sentence, tour };
}

function afterKill({ durable }, made, { pid }) {
  const lost = made.filter(isLost).length;
  if (durable?.stale) return { headline: 'A new process answers.', sentence: 'The page asks what it knows.' };
  const waits = Boolean(durable?.status?.leaseEndsAt);
  if (lost === 0 && !waits) return undefined;
  const kept = made.length - lost;
  if (kept === 0 && durable) return { headline: 'A new process answers. Nobody was told of a mail.', sentence: 'A request without an answer may have stored its sign-up, or not.', note: 'Press again, and kill the process after the answer.' };
  const mails = made.length === 1 ? 'the mail' : `${NUMBERS[kept]} ${kept === 1 ? 'mail' : 'mails'} of ${NUMBERS[made.length]}`;
  return {
    headline: `A new process answers. It knows ${kept === 0 ? 'nothing of the mail' : mails}.`,
    sentence: `${pid ? `Process ${pid}` : 'It'} started with an empty memory. The database kept ${waits ? 'one job' : 'no job'}.`,
    note: waits ? 'Its mail workers are free. None may take the job before the lease is over.' : 'A job in the database would have been rescued: try it in durable.',
  };
}

function running({ inline, durable }, made) {
  if (!made.some(moves)) return undefined;
  const behind = made.filter((click) => click.status && click !== inline && moves(click));
  if (behind.length === 0) return { headline: 'You wait for your answer.', sentence: 'It comes when the request has done its work.', note: 'Kill the process after an answer has come, and see what each mode remembers.' };
  if (inline && !inline.status) return { headline: 'Two have their answer. Inline still waits.', sentence: 'All three send the same mail.', note: TRY_KILL };
  const kept = behind.includes(durable) ? 'The job is a row in the database. A worker holds it.' : 'Only the memory of this process knows about it.';
  return { headline: 'You have your answer. The mail is still being sent.', sentence: kept, note: TRY_KILL };
}

function done({ inline, volatile, durable }, made) {
  const tour = { text: 'What just happened? Take the tour', href: '/tour' };
  const note = 'Now press Run all three, and kill the process before it is done.';
  if (inline && volatile && durable) {
    const times = Math.round(inline.waited / durable.waited);
    return { headline: `${SAME} Only one of you waited.`, sentence: `Three sign-ups, three mails. ${times > 1 ? `Inline answers ${times} times later.` : ''}`, note, tour };
  }
  const alone = inline && made.length === 1;
  return { headline: alone ? 'The mail is sent, and you waited for it.' : 'You had your answer long before the mail was sent.', sentence: 'Press it in another mode, and compare.', note, tour };
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
