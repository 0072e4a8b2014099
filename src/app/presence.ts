/** What there is to see and press of the app outside of its page: title, badge, media keys. Only of the app: a page that embeds Parley has its own. */
import type { ParleyState } from '../elements/api.ts';
import type { ParleyAssistant } from '../elements/parley-assistant.ts';
import { silence } from './silence.ts';
import { followLanguage } from '../locales/page-language.ts';
import { msg, pageDirection, pageTag } from '../locales/words.ts';

const NAME = 'Parley';

/** A sign before the name, since a tab shows little more. */
const signs = (): Partial<Record<ParleyState, string>> => ({
  loading: msg('… Loading'),
  listening: msg('● Listening'),
  hearing: msg('● Hearing you'),
  thinking: msg('… Thinking'),
  speaking: msg('▶ Speaking'),
  trouble: msg('! Trouble'),
});

/** What the tab is called. */
export function titleOf(state: ParleyState, isMuted: boolean): string {
  const sign = isMuted && (state === 'listening' || state === 'hearing') ? msg('○ Muted') : signs()[state];
  return sign === undefined ? NAME : `${sign} – ${NAME}`;
}

/** What media keys do; each is told to the conversation. */
type Keys = Readonly<Record<string, () => void>>;

/** Follows the assistant until the page is closed. */
export function followPresence(assistant: ParleyAssistant): void {
  const look = () => {
    const isMuted = assistant.hasAttribute('data-muted');
    const isOpen = isListening(assistant);
    document.documentElement.lang = pageTag();
    document.documentElement.dir = pageDirection();
    document.title = titleOf(assistant.getState(), isMuted);
    showBadge(isOpen);
    showMedia(isOpen, isMuted);
  };
  followLanguage(look);
  assistant.addEventListener('parley-state', look);
  new MutationObserver(look).observe(assistant, { attributeFilter: ['data-muted', 'state'] });
  if ('mediaSession' in navigator) handle(keysOf(assistant));
  look();
}

/** “Pause” is to be let alone for a while, “stop” the end of it. */
function keysOf(assistant: ParleyAssistant): Keys {
  const mute = (isMuted: boolean) => () => {
    if (isMuted) assistant.interruptReply();
    assistant.control?.setMuted(isMuted);
  };
  const end = () => {
    assistant.stopConversation();
  };
  return {
    play: () => {
      if (isListening(assistant)) mute(false)();
      else void assistant.startConversation();
    },
    pause: mute(true),
    stop: end,
    hangup: end,
    togglemicrophone: () => {
      assistant.control?.setMuted(!assistant.hasAttribute('data-muted'));
    },
  };
}

function handle(keys: Keys): void {
  for (const [action, act] of Object.entries(keys)) {
    try {
      navigator.mediaSession.setActionHandler(action as MediaSessionAction, act);
    } catch {
      // Not every browser knows every key.
    }
  }
}

function isListening({ control }: ParleyAssistant): boolean {
  return control?.slices.devices.value.microphone === 'on';
}

function showBadge(isOpen: boolean): void {
  if (!('setAppBadge' in navigator)) return;
  // Rejects where the app is not installed.
  (isOpen ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => undefined);
}

/** Browsers give media keys to pages that play an element: Web Audio is none. */
function showMedia(isOpen: boolean, isMuted: boolean): void {
  if (!('mediaSession' in navigator)) return;
  const { mediaSession } = navigator;
  mediaSession.playbackState = isOpen ? (isMuted ? 'paused' : 'playing') : 'none';
  mediaSession.metadata = isOpen ? new MediaMetadata({ title: msg('Conversation'), artist: NAME }) : null;
  if (isOpen) silence.play();
  else silence.stop();
}
