/** The life of an answer: begun in silence, heard from its commit on, over, cut off or failed. */
import { voiceFor } from '../models/voices.ts';
import { likelyLanguage } from '../text/guess-language.ts';
import type { Entry } from './history.ts';
import { TURN_SETTINGS } from './settings.ts';
import { heardText, isUnheard, languageOf, queuedSamples, type Marks, type Reply, type TurnState } from './state.ts';
import { closeUtterance, mark, promptOf, releaseReply, remember, setReply, updateReply, type Step } from './step.ts';
import { openActs, rememberActs } from './tool-events.ts';

/**
 * Asks for an answer, silently: nothing is heard, shown or remembered before `commitReply`. `found` is the language of the question, where that was
 * heard; of a typed one it is guessed from its words.
 */
export function beginReply(step: Step, asked: string, at: number, marks: Partial<Marks> = {}, found?: string): void {
  const question = questionOf(step.state, asked);
  const { turn } = question;
  const language = found ?? languageOfText(step.state, asked);
  const spoken = isSpoken(step.state, language);
  step.state = { ...step.state, counter: turn, language };
  const prompt = promptOf(step.state, [...step.state.history, question]);
  setReply(step, { ...newReply(turn, spoken, at), question, marks: { generateAt: at, ...marks } });
  step.effects.push({ kind: 'generate', turn, prompt, spoken, language });
}

/** The language of words that were not heard: the one that was chosen, or else what they look like. */
function languageOfText(state: TurnState, text: string): string {
  return languageOf(state, state.options.language === 'auto' ? likelyLanguage(text, state.language) : undefined);
}

/** Whether there is a voice, and one of this language. */
function isSpoken({ options }: TurnState, language: string): boolean {
  return options.voice && voiceFor(language, '') !== null;
}

/** As `beginReply`, of what history ends with: the user's. The picture of the moment goes along with this answer, and is not kept: who was told has seen none. */
export function beginAnswer(step: Step, at: number): void {
  const { counter, history } = step.state;
  const turn = counter + 1;
  const language = languageOfText(step.state, history.findLast(({ role }) => role === 'user')?.text ?? '');
  const spoken = isSpoken(step.state, language);
  step.state = { ...step.state, counter: turn, language };
  const asked = history.map((entry, index) => {
    const isLast = index === history.length - 1;
    return isLast && entry.role === 'user' && step.state.options.camera ? { ...entry, picture: turn } : entry;
  });
  const prompt = promptOf(step.state, asked);
  setReply(step, newReply(turn, spoken, at));
  step.effects.push({ kind: 'generate', turn, prompt, spoken, language });
}

/** A turn that answers nothing: its text is there already, and only to be spoken. */
export function beginSaying(step: Step, text: string, at: number): void {
  const turn = step.state.counter + 1;
  const language = languageOfText(step.state, text);
  const spoken = isSpoken(step.state, language);
  step.state = { ...step.state, counter: turn };
  setReply(step, { ...newReply(turn, spoken, at), text, textDone: true });
  if (spoken) step.effects.push({ kind: 'say', turn, text, language });
}

/** One of which nothing is known yet. */
export function newReply(turn: number, spoken: boolean, at: number): Reply {
  return {
    turn,
    question: null,
    committed: false,
    spoken,
    text: '',
    textDone: false,
    acts: null,
    roundFrom: 0,
    clauses: [],
    playedSamples: 0,
    pushedBack: 'no',
    movedAt: at,
    marks: { generateAt: at },
  };
}

/** While the user speaks and nothing is answered, what comes before the question can be read: after an interruption, or on a new visit. */
export function readAhead(step: Step): void {
  if (step.state.reply) return;
  const prompt = promptOf(step.state, [...step.state.history, questionOf(step.state, SOME_QUESTION)]).slice(0, -1);
  step.effects.push({ kind: 'read-ahead', prompt });
}

/** Takes about as much room as most questions do, so that as much of the history is left out for it. */
const SOME_QUESTION = 'What would you say if I asked you for something, in a sentence or two, as people do when they talk?';

function questionOf({ counter, options }: TurnState, text: string): Entry {
  const turn = counter + 1;
  return { role: 'user', text, turn, ...(options.camera ? { picture: turn } : {}) };
}

/** The turn is the assistant's: what was said enters history, and the answer may be heard. */
export function commitReply(step: Step, at: number): void {
  const { reply } = step.state;
  if (!reply || reply.committed) return;
  if (reply.question) remember(step, reply.question);
  updateReply(step, { committed: true });
  mark(step, { committedAt: at });
  step.effects.push({ kind: 'open', turn: reply.turn });
  closeUtterance(step);
  openActs(step);
  finishIfDone(step);
}

/** The user went on: the answer to half a sentence leaves no trace. */
export function dropSpeculation(step: Step): void {
  const { reply } = step.state;
  if (!reply || reply.committed) return;
  step.effects.push({ kind: 'cancel', turn: reply.turn });
  setReply(step, null);
}

/** Ends the reply here and now. History keeps what was heard of it. */
export function endReply(step: Step): void {
  const { reply } = step.state;
  if (!reply) return;
  if (!reply.committed) {
    dropSpeculation(step);
    return;
  }
  step.effects.push({ kind: 'cancel', turn: reply.turn });
  releaseReply(step);
  rememberActs(step, reply);
  // What should have been heard and could not be was there to be read.
  const text = isUnheard(reply) ? reply.text : heardText(reply);
  if (text !== '') remember(step, { role: 'assistant', text, interrupted: true, turn: reply.turn });
  setReply(step, null);
}

/** A text-only reply is over when its text is; a spoken one when its last sample was played. */
export function finishIfDone(step: Step): void {
  const { reply } = step.state;
  if (reply?.committed && reply.textDone && !reply.spoken) completeReply(step);
}

/** The whole answer was heard (or read). */
export function completeReply(step: Step): void {
  const { reply } = step.state;
  if (!reply?.committed) return;
  rememberActs(step, reply);
  // What was done may be answer enough.
  if (reply.text.trim() === '') {
    if (!reply.acts) step.effects.push({ kind: 'notice', notice: 'no-answer' });
  } else remember(step, { role: 'assistant', text: reply.text, interrupted: false, turn: reply.turn });
  // Only code, or writing that the voice can't read: what was not heard can be read.
  const isSilent = reply.clauses.length > 0 && reply.clauses.every(({ samples }) => samples === 0);
  // Whoever has chosen a language without a voice was told so then.
  const { options, language } = step.state;
  const isSurprise = options.voice && options.language === 'auto' && !isSpoken(step.state, language);
  if (reply.spoken ? isSilent : isSurprise) step.effects.push({ kind: 'notice', notice: 'unsaid' });
  releaseReply(step);
  setReply(step, null);
}

/** The voice is gone: the text alone is the answer, the rest of this one too. */
export function goOnUnspoken(step: Step): void {
  const { reply } = step.state;
  if (!reply?.spoken) return;
  step.effects.push({ kind: 'unspoken', turn: reply.turn });
  updateReply(step, { spoken: false });
  finishIfDone(step);
}

/**
 * Something broke on the way to the answer. What was asked stays in history, and what was heard of the answer. An answer that was only begun
 * in case the user had finished is asked for again when that is known.
 */
export function failReply(step: Step): void {
  const { reply } = step.state;
  if (!reply?.committed) {
    dropSpeculation(step);
    return;
  }
  const heardNothing = heardText(reply) === '';
  endReply(step);
  if (heardNothing) step.effects.push({ kind: 'notice', notice: 'no-answer' });
}

/** Sound that stays unheard becomes text, and a language model that says nothing has failed. */
export function onWatched(step: Step, { canAnswer, at }: { canAnswer: boolean; at: number }): void {
  const { reply } = step.state;
  if (!reply?.committed || reply.pushedBack === 'held') return;
  const idleMs = at - reply.movedAt;
  if (reply.spoken && queuedSamples(reply) > 0) {
    if (idleMs >= TURN_SETTINGS.unheardMs) goOnUnspoken(step);
  } else if (!reply.textDone) {
    if (!canAnswer) updateReply(step, { movedAt: at });
    else if (idleMs >= TURN_SETTINGS.tokenPatienceMs) failReply(step);
  }
}
