/** Shows the story of the stage: headline, sentence, note and links. */

import { element, link, setText } from './dom.js';
import { countGuesses } from './guess.js';
import { storyOf } from './stage-story.js';
import { MODES, moves } from './stage-words.js';

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
  const guessed = made.some(moves) && guesses.some((guess) => guess !== undefined) && !world.gone;
  showNote(world.refused ? `The process answers ${world.refused}. The page asks again in a moment.` : story.note, guessed, story.tour);
  countGuesses(place('guesses'), predict ? guesses : []);
  showLinks(clicks.durable?.status?.links.job, story.tour);
  place('reset').hidden = made.length === 0 || Boolean(world.gone);
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
  if (job) links.push({ href: job, text: 'See the job' });
  if (tour && !tour.question && 'tour' in place('links').dataset) links.push(tour);
  const shown = links.map(({ href }) => href).join();
  if (place('links').dataset.shown === shown) return;
  place('links').dataset.shown = shown;
  place('links').replaceChildren(...links.map(linkTo));
}

function linkTo({ href, text }) {
  return link(href, text);
}
