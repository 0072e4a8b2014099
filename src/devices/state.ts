/** What is known of microphone, loudspeaker and camera. */
import type { ErrorData } from '../protocol/errors.ts';
import type { TalkMode } from '../turn/talk-mode.ts';

export const KINDS = ['microphone', 'loudspeaker', 'camera'] as const;

export type Kind = (typeof KINDS)[number];

/**
 * The microphone. `attempt` numbers the tries to open it: whatever belongs to an older one comes too late.
 *
 * `claiming`: asks whether another tab or element listens. `opening`: the browser asks the user, and the sound is set up. `ready`: it is
 * open and waits for the loudspeaker. `on`: its sound comes, unless `sound` or `isMuted` say otherwise.
 */
export type Microphone =
  | { readonly is: 'off' }
  | { readonly is: 'claiming'; readonly attempt: number }
  | { readonly is: 'opening' | 'ready'; readonly attempt: number; readonly isAgain: boolean; readonly isMuted: boolean }
  | {
      readonly is: 'on';
      readonly attempt: number;
      /** It was opened anew since no sound came, and none has come since. */
      readonly isAgain: boolean;
      /** By the system, or by a switch on the device. */
      readonly isMuted: boolean;
      /** `lacking`: no frame arrives. `revived`: something was done about it, and it is waited whether it helps. */
      readonly sound: 'flowing' | 'lacking' | 'revived';
      /** Nothing but zeros come from it: `suspected` for a while, `told` to the user. */
      readonly hush: 'no' | 'suspected' | 'told';
    }
  | { readonly is: 'denied' | 'absent' | 'lost' | 'elsewhere' };

/** The loudspeaker. `silent`: it could not be opened, or nothing that was tried brought its sound back. */
export type Loudspeaker =
  | { readonly is: 'off' | 'silent' }
  /** `id`: of the device that was asked for. */
  | { readonly is: 'opening'; readonly attempt: number; readonly id: string }
  /** `suspended`: by the browser or the system. `revived`: as the microphone's. */
  | { readonly is: 'on'; readonly attempt: number; readonly sound: 'running' | 'suspended' | 'revived' };

/** What Parley sees with: a camera, or a screen or window that is shared. */
export type Camera =
  | { readonly is: 'off' | 'denied' | 'absent' | 'lost' }
  | { readonly is: 'opening' | 'on'; readonly attempt: number; readonly isScreen: boolean };

/** Ids as `enumerateDevices` gives them; '' for the system's choice. Of cameras also those of `FACINGS`. */
export type Choices = { readonly [kind in Kind]: string };

/** Cameras by where they look, and what the browser calls that (`facingMode`). */
export const FACINGS: Readonly<Record<string, 'user' | 'environment'>> = { 'facing:front': 'user', 'facing:back': 'environment' };

/** A device that there is to choose. `label` is '' until the user has allowed one of its kind. */
export type DeviceChoice = { readonly kind: Kind; readonly id: string; readonly label: string };

export type DevicesState = {
  readonly microphone: Microphone;
  readonly loudspeaker: Loudspeaker;
  readonly camera: Camera;
  /** The last number given to an attempt, of whatever device. */
  readonly attempts: number;
  /** By the user. */
  readonly isMuted: boolean;
  /** What the talk key is for. */
  readonly talk: TalkMode;
  /** The talk key is down, or was pressed to stay so. */
  readonly isHeld: boolean;
  /** There is sound without a microphone. */
  readonly hasOwnSound: boolean;
  /** `away`: frozen or in the back/forward cache. */
  readonly page: 'visible' | 'hidden' | 'away';
  /** The microphone was on when the page went away. */
  readonly wasListening: boolean;
  readonly chosen: Choices;
  /** Those that the user has chosen in this visit. */
  readonly decided: readonly Kind[];
  readonly available: readonly DeviceChoice[];
  /** What was plugged in while the page was out of view and one of its kind waited for. */
  readonly pluggedIn: readonly DeviceChoice[];
  /** Those whose chosen device is not there, which was said. */
  readonly missed: readonly Kind[];
  readonly isDisposed: boolean;
};

export const INITIAL: DevicesState = {
  microphone: { is: 'off' },
  loudspeaker: { is: 'off' },
  camera: { is: 'off' },
  attempts: 0,
  isMuted: false,
  talk: 'open',
  isHeld: false,
  hasOwnSound: false,
  page: 'visible',
  wasListening: false,
  chosen: { microphone: '', loudspeaker: '', camera: '' },
  decided: [],
  // As a browser lists them before the user has allowed one.
  available: KINDS.map((kind) => ({ kind, id: '', label: '' })),
  pluggedIn: [],
  missed: [],
  isDisposed: false,
};

/** How an input is, in a word for the page. */
export type InputState = 'off' | 'starting' | 'on' | 'silent' | 'blocked' | 'denied' | 'absent' | 'lost' | 'elsewhere';

/** `silent`: it is open, and no sound comes. `blocked`: muted by the system or by a switch on the device. */
export function inputState(device: Microphone | Camera): InputState {
  switch (device.is) {
    case 'claiming':
    case 'opening':
    case 'ready':
      return 'starting';
    case 'on':
      if (!('sound' in device)) return 'on';
      if (device.sound !== 'flowing') return 'silent';
      return device.isMuted ? 'blocked' : 'on';
    default:
      return device.is;
  }
}

/** Whether what Parley says can be heard. One that is off or being opened may yet sound. */
export function canSound({ loudspeaker }: DevicesState): boolean {
  return loudspeaker.is !== 'silent';
}

/** What went wrong with a device, by the reason that opening it gave. */
export function failedAs({ reason }: ErrorData): 'denied' | 'absent' {
  return reason === 'microphone-denied' || reason === 'camera-denied' ? 'denied' : 'absent';
}
