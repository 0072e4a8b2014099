/** What there is to choose from, for the settings. */
export { CATALOGUE, nameForChoice } from '../models/catalogue.ts';
export { OWN_DTYPES, ownModelProblem, type OwnModel } from '../models/own.ts';
export { SPOKEN_LANGUAGES, VOICES, voiceFor, type Voice } from '../models/voices.ts';
export { WHISPER_LANGUAGES } from '../models/whisper-languages.ts';
export { OWN_LOOKS } from '../tools/own-looks.ts';
export { nameOfLanguage, primaryOf } from '../text/language.ts';
export { MAX_HISTORY_ENTRIES } from '../turn/history.ts';
