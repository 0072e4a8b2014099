/** What is wrong with a setting, in words for the user: fetched where something is. Pure. */
import { LANGUAGES } from '../locales/languages.ts';
import { alternatives, number } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';
import { ParleyError } from '../protocol/errors.ts';
import { OWN_TOOLS } from '../tools/own-names.ts';
import type { GivenProblem } from './given.ts';
import { arePersonas, LONGEST_NAME, MAX_PERSONAS, partsOf } from './persona.ts';
import {
  accepts,
  firstBad,
  isName,
  LEAST_CONTEXT,
  LONGEST_PROMPT,
  SETTING_NAMES,
  SPEEDS,
  TEMPERATURES,
  TOP_PS,
  type SettingName,
  type Settings,
} from './settings.ts';
import type { NoticeView } from './view.ts';

/** Why a setting can't have this value, in a sentence; null when it can. */
export function problemOf(name: SettingName, value: unknown): string | null {
  return accepts(name, value) ? null : adviceFor(name, value);
}

/** Throws a ParleyError `bad-input` that names the first setting with a value that is of no use. */
export function checkSettings(settings: Partial<Settings>): void {
  const bad = firstBad(settings);
  if (!bad) return;
  const { name, value } = bad;
  const advice = isName(name)
    ? adviceFor(name, value)
    : msg(str`There is no such setting. There are: ${SETTING_NAMES.join(', ')}.`);
  throw new ParleyError('bad-input', msg(str`The setting '${name}' was not changed.`), { advice });
}

/** What the user is told of something that was given and can't be used. */
export function givenNotice(problem: GivenProblem): NoticeView {
  const { name } = problem;
  const text = msg(str`What this page says for “${name}” can’t be used, so that it is as if nothing were said.`);
  return { id: `given-${name}`, level: 'warning', text, advice: givenAdvice(problem) };
}

function givenAdvice(problem: GivenProblem): string {
  switch (problem.is) {
    case 'setting':
      return adviceFor(problem.setting, problem.value);
    case 'choice':
      return msg(str`There is ${alternatives(problem.choices.map((choice) => `“${choice}”`))}.`);
    case 'folder':
      return msg('It is the address of a folder.');
  }
}

/** What to put in its place. */
function adviceFor(name: SettingName, value: unknown): string {
  switch (name) {
    case 'stt':
    case 'llm':
    case 'tts':
      return msg('There is no such model.');
    case 'own':
      return msg('Your own model is described by its form.');
    case 'voice':
      return msg('There is no such voice.');
    case 'speed':
      return msg(str`The speed is a number from ${number(SPEEDS.min)} to ${number(SPEEDS.max)}.`);
    case 'volume':
      return msg('The volume is a number from 0 to 1.');
    case 'talk':
      return msg('There is “hold”, “toggle”, and “off” for open talk.');
    case 'interruptions':
      return msg('Interruptions are on or off.');
    case 'language':
      return msg('Whisper does not know that language: choose another one, as a tag like “en” or “pt-BR”, or “auto”.');
    case 'pageLanguage':
      return msg(
        str`The page can be in these languages: ${Object.keys(LANGUAGES).join(', ')}. With “auto” it is in the one that suits best.`,
      );
    case 'systemPrompt':
      if (typeof value !== 'string') return msg('The instructions are a text.');
      return msg(str`These are ${value.length} characters, and there is room for ${LONGEST_PROMPT}: shorten them.`);
    case 'temperature':
      return msg(
        str`The temperature is a number from ${number(TEMPERATURES.min)} to ${number(TEMPERATURES.max)}. Leave it empty for what is best for the model.`,
      );
    case 'topP':
      return msg(
        str`Top-p is a number from ${number(TOP_PS.min)} to ${number(TOP_PS.max)}. Leave it empty for what is best for the model.`,
      );
    case 'contextTokens':
      return msg(
        str`The context is a whole number of tokens from ${number(LEAST_CONTEXT)} on. Leave it empty for all that the model takes.`,
      );
    case 'listenAtLaunch':
      return msg('Either it listens or it does not.');
    case 'personas': {
      const problems = arePersonas(value) ? value.flatMap(partsOf).map((part) => problemOf(...part)) : [];
      const first = problems.find((problem) => problem !== null);
      return first ?? msg(str`Personas are at most ${MAX_PERSONAS}, each with a name of at most ${LONGEST_NAME} characters.`);
    }
    case 'hub':
      return msg('The address of a hub begins with https:// (or http://localhost) and ends in “/”. Leave it empty to ask none.');
    case 'askAboveBytes':
      return msg('The size is a number of megabytes, 0 or more.');
    case 'idleUnloadMinutes':
      return msg('The time is a number of minutes, 0 or more.');
    case 'ownTools':
      return msg(str`There are these tools: ${OWN_TOOLS.join(', ')}.`);
    case 'toolsOff':
      return msg('Tools are switched off by their names.');
  }
}
