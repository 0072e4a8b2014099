/** What Parley is doing now, from what its parts are doing. Pure. */
import type { Role } from '../protocol/messages.ts';
import { activityOf, type TurnState } from '../turn/state.ts';
import type { Models } from '../models/page/models.ts';
import type { ModelView, Phase } from './view.ts';

/** Roles without which there is no conversation by voice; without the language model there is none by text either. */
const BY_VOICE: readonly Role[] = ['vad', 'stt', 'llm', 'tts'];
const BY_TEXT: readonly Role[] = ['llm'];

export type Parts = {
  models: Models['stage'];
  /** They will be started in a moment. */
  isAwaited: boolean;
  stateOf: (role: Role) => ModelView['state'];
  isListening: boolean;
  turn: TurnState;
};

export function phaseOf({ models, isAwaited, stateOf, isListening, turn }: Parts): Phase {
  if (models === 'trouble') return 'trouble';
  if (models !== 'started') return isAwaited ? 'loading' : 'asleep';
  const states = (isListening ? BY_VOICE : BY_TEXT).map(stateOf);
  if (states.includes('failed')) return 'trouble';
  if (states.some((state) => state !== 'ready')) return 'loading';
  const activity = activityOf(turn);
  return activity === 'listening' && !isListening ? 'ready' : activity;
}
