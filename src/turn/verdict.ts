/** What words are in the conversation as it stands: judgement.ts, with what is known of both sides. */
import { endsWithQuestion } from '../text/questions.ts';
import { judge, type Utterance, type Verdict } from './judgement.ts';
import { TURN_SETTINGS } from './settings.ts';
import { languageOf, sayingNow, type TurnState, type UserState } from './state.ts';

type Words = Pick<Utterance, 'text' | 'speechMs' | 'confidence'> & { language?: string };

/** `user`: who has said them; `saying`: what the assistant was saying around then, as of `Utterance`. */
export function verdictOn(
  state: TurnState,
  { text, speechMs, confidence, language: found }: Words,
  user: UserState = state.user,
  saying: string | null = sayingNow(state.reply),
): Verdict {
  const language = languageOf(state, found);
  const ended = endedBefore(state, user);
  const hasEnded = user.is === 'paused' && user.hasEnded;
  const before = state.history.at(-1);
  const hasAsked = before?.role === 'assistant' && endsWithQuestion(before.text);
  const [echoed, hearsItself] = [state.echoes > 0, state.echoes >= TURN_SETTINGS.echoesBeforeHint];
  return judge({ text, speechMs, language, saying, ended, confidence, hasEnded, hasAsked, echoed, hearsItself });
}

/** What was said until shortly before the user's sound began. */
function endedBefore({ said }: TurnState, user: UserState): Exclude<Utterance['ended'], undefined> {
  // What is said with the talk key down is meant.
  if (
    user.is === 'quiet' ||
    !said ||
    (user.is === 'paused' && user.released) ||
    user.onsetAt > said.endedAt + TURN_SETTINGS.lateEchoMs
  )
    return null;
  return { text: said.text, isStill: user.onsetAt <= said.endedAt + TURN_SETTINGS.echoMs };
}
