/** When the microphone's sound counts, and what the talk key makes of that. Pure. */

/**
 * `open`: always, and silence ends a turn. `hold`: while the talk key (Space, or the big button) is held down. `toggle`: from one press of it to the
 * next. In `open` the key may be held as well: what is said meanwhile is one utterance.
 */
export const TALK_MODES = ['open', 'hold', 'toggle'] as const;

export type TalkMode = (typeof TALK_MODES)[number];

/** Whether sound counts only while the talk key says so. Then the key's release ends the turn, and no silence does. */
export function isByKey(mode: TalkMode): boolean {
  return mode !== 'open';
}

/** Whether the key counts as held after it went down or up, `isHeld` before. In `toggle` only presses count. */
export function heldAfter(mode: TalkMode, isHeld: boolean, isDown: boolean): boolean {
  if (mode !== 'toggle') return isDown;
  return isDown ? !isHeld : isHeld;
}
