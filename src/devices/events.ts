/** What can happen to devices, and what their rules can ask for. Plain data. */
import type { ErrorData } from '../protocol/errors.ts';
import type { TalkMode } from '../turn/talk-mode.ts';
import type { Choices, DeviceChoice, Kind } from './state.ts';

export type DevicesEvent =
  // The user.
  /** Listen. `takeOver`: even if another tab does. Inside a gesture, or the browser keeps the loudspeaker silent. */
  | { kind: 'listen'; takeOver?: boolean }
  | { kind: 'sleep' }
  /** Something is about to be said: open the loudspeaker, or wake it. */
  | { kind: 'sound' }
  | { kind: 'mute'; muted: boolean }
  /** The talk key goes down, or up. `forMs`: how long it has been down by now. */
  | { kind: 'hold'; down: boolean; forMs?: number }
  /** What the talk key is for from now on. */
  | { kind: 'talk'; mode: TalkMode }
  /** `isScreen`: a screen or window that is shared, in the camera's place. */
  | { kind: 'camera'; on: boolean; isScreen?: boolean }
  | { kind: 'choose'; device: Kind; id: string }
  // The browser's answers.
  | { kind: 'claimed'; attempt: number }
  /** Another tab listens. */
  | { kind: 'taken'; attempt: number }
  /** Another tab has taken over. */
  | { kind: 'claim-lost' }
  | { kind: 'opened'; device: Kind; attempt: number }
  | { kind: 'failed'; device: Kind; attempt: number; error: ErrorData }
  /** It went away by itself: unplugged, taken by the system, its sound closed for good. */
  | { kind: 'ended'; device: Kind; attempt: number }
  /** The sound of an open device runs; or the browser has suspended it. */
  | { kind: 'running'; device: 'microphone' | 'loudspeaker'; attempt: number }
  | { kind: 'suspended'; device: 'microphone' | 'loudspeaker'; attempt: number }
  | { kind: 'muted-by-system'; attempt: number; muted: boolean }
  /** Frames of the microphone arrive at the VAD, or have stopped to. */
  | { kind: 'frames'; arrive: boolean }
  /** How loud the microphone is. `isZero`: digital silence. `isAwaited`: it is the user's turn, and there are ears. */
  | { kind: 'level'; isZero: boolean; isAwaited: boolean }
  /** What was chosen in earlier visits; may come at any time. */
  | { kind: 'recalled'; chosen: Partial<Choices> }
  | { kind: 'available'; devices: readonly DeviceChoice[] }
  | { kind: 'page'; is: 'visible' | 'hidden' | 'away' }
  | { kind: 'timer'; timer: TimerName; attempt: number }
  | { kind: 'dispose' };

/**
 * `patience`: opening the loudspeaker takes too long. `microphone`, `loudspeaker`: its sound has been lacking for a while. `hush`: the microphone
 * gives nothing but zeros.
 */
export type TimerName = 'patience' | 'microphone' | 'loudspeaker' | 'hush';

/** What the user is told, with the way on that goes with it. */
export type DeviceNotice =
  | { readonly about: Kind; readonly error: ErrorData }
  | { readonly about: 'microphone'; readonly is: 'elsewhere' | 'blocked' | 'silent' | 'hushed' | 'taken-over' }
  | { readonly about: 'loudspeaker'; readonly is: 'silent' }
  /** The one that is chosen is gone: the system's choice is in its place. `label`: its name, '' where it is not known. */
  | { readonly about: Kind; readonly is: 'fallback'; readonly label: string };

export type DevicesEffect =
  /** Be the one that listens, of all tabs and elements; `takeOver`: whoever does must stop. Held until `release`. */
  | { kind: 'claim'; attempt: number; takeOver: boolean }
  | { kind: 'release' }
  /** Ends with `opened` or `failed` of this attempt; what comes after a `close` is closed at once. */
  | { kind: 'open'; device: Kind; attempt: number; id: string; isScreen?: boolean }
  /** Closes what there is of this attempt, opened or not. */
  | { kind: 'close'; device: Kind; attempt: number }
  /** Have the sound go on that the browser suspended. */
  | { kind: 'resume'; device: 'microphone' | 'loudspeaker'; attempt: number }
  /** Have what an open loudspeaker plays come out of this one. */
  | { kind: 'switch'; device: 'loudspeaker'; attempt: number; id: string }
  /** The microphone's frames go to the VAD from now on. */
  | { kind: 'connect'; attempt: number }
  | { kind: 'hold'; down: boolean; forMs: number }
  | { kind: 'mute'; muted: boolean }
  /** What is being said can't be heard. */
  | { kind: 'sound-lost' }
  /** Beside what is kept of others. */
  | { kind: 'keep'; chosen: Partial<Choices> }
  | { kind: 'look-for-devices' }
  /** Replaces a running timer of the same name. */
  | { kind: 'set-timer'; timer: TimerName; attempt: number; ms: number }
  | { kind: 'clear-timer'; timer: TimerName }
  | { kind: 'notice'; notice: DeviceNotice }
  | { kind: 'drop-notice'; about: Kind | `${Kind}-fallback` };
