/** What a client expects of a model by its name: the services behind these names differ. Pure. */

export type Profile = {
  readonly id: '2.5' | '3.1' | '3.8';
  /** Functions are answered while the conversation goes on, unless they say otherwise. */
  readonly nonBlockingByDefault: boolean;
  /** Functions may say that they need not be waited for. */
  readonly takesNonBlocking: boolean;
  /** Answers may be text alone. */
  readonly takesText: boolean;
  /** Levels of thinking, or a budget for it, may be named. */
  readonly takesThinkingLevel: boolean;
  /** `proactiveAudio: false` is no error. */
  readonly takesReactive: boolean;
};

const PROFILES: Readonly<Record<Profile['id'], Profile>> = {
  '2.5': {
    id: '2.5',
    nonBlockingByDefault: false,
    takesNonBlocking: true,
    takesText: true,
    takesThinkingLevel: true,
    takesReactive: true,
  },
  '3.1': {
    id: '3.1',
    nonBlockingByDefault: false,
    takesNonBlocking: false,
    takesText: true,
    takesThinkingLevel: true,
    takesReactive: true,
  },
  '3.8': {
    id: '3.8',
    nonBlockingByDefault: true,
    takesNonBlocking: true,
    takesText: false,
    takesThinkingLevel: false,
    takesReactive: false,
  },
};

/**
 * The behaviour for a model of this name, with or without `models/` before it. Names that are not Gemini's, and older ones, get that of 2.5, which takes
 * the most.
 */
export function profileOf(model: string): Profile {
  const name = model.slice(model.lastIndexOf('/') + 1);
  if (/^gemini-3\.8-/.test(name)) return PROFILES['3.8'];
  if (/^gemini-3(\.\d+)?-/.test(name)) return PROFILES['3.1'];
  return PROFILES['2.5'];
}
