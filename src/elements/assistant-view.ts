/** What the assistant shows, piece by piece. */
import { html, nothing, type TemplateResult } from 'lit';
import type { DevicesView, NoticeView, Phase, Session, Shown } from '../session/view.ts';
import type { Look } from './attributes.ts';
import { follow } from './follow.ts';
import { droppedIn, hasFiles, pictureIn } from './given-picture.ts';
import { icons } from './icons.ts';
import { askForPanel, type PanelName } from './panels.ts';
import type { ConversationParts } from './later-parts.ts';
import type { EyeActions } from './seen.ts';
import { firstLine } from './status.ts';
import { talkPicture } from './talk-picture.ts';
import { msg, pageDirection, pageTag, str } from '../locales/words.ts';

/** What the assistant does when something is pressed. */
export type Actions = EyeActions & {
  toggle: () => void;
  hold: (down: boolean) => void;
  /** False where the text has to stay in its box. */
  send: (text: string) => boolean;
  /** Speaks something that was said once more. */
  sayAgain: (text: string) => void;
  /** Puts a question where it can be changed and asked once more. */
  askAgain: (text: string) => void;
  /** Tells those who can't see it. */
  announce: (line: string) => void;
  settings: () => void;
  panel: (name: PanelName) => void;
  keys: () => void;
  consent: (yes: boolean) => void;
  /** False where that may not be begun, or not yet. */
  prepareOffline: () => boolean;
};

export type Shows = {
  look: Look;
  isAskingConsent: boolean;
  consentText: string | null;
  /** A graphics card made of software will do. */
  allowsSoftware: boolean;
  /** What this machine can do has been fetched, to be shown before the first word. */
  hasWelcome: boolean;
  /** What shows and tells a conversation, once it was fetched. */
  parts: ConversationParts | null;
  /** Beside those of the conversation. */
  notice: NoticeView | null;
};

/** Whether there is something to stop: what is being said or written down, or its answer. */
export function isBusy(phase: Phase): boolean {
  return phase === 'hearing' || phase === 'thinking' || phase === 'speaking' || phase === 'paused';
}

export function assistant(control: Session, shows: Shows, actions: Actions): TemplateResult {
  const { slices } = control;
  const { mode, captions } = shows.look;
  const { parts } = shows;
  const line = (shown: Pick<Shown, 'phase' | 'models' | 'devices'>) =>
    parts?.statusLine(shown, mode) ?? firstLine(shown.phase, mode);
  return html`<section
    part="root"
    lang=${pageTag()}
    dir=${pageDirection()}
    aria-label="Parley"
    @toggle-listening=${actions.toggle}
    @open-panel=${(event: CustomEvent<PanelName>) => {
      event.stopPropagation();
      actions.panel(event.detail);
    }}
    @hold-to-talk=${(event: CustomEvent<boolean>) => {
      actions.hold(event.detail);
    }}
    @send-text=${(event: CustomEvent<string>) => {
      if (!actions.send(event.detail)) event.preventDefault();
    }}
    @paste=${(event: ClipboardEvent) => {
      const picture = pictureIn(event.clipboardData);
      if (!picture) return;
      event.preventDefault();
      actions.picture(picture);
    }}
    @dragover=${(event: DragEvent) => {
      if (hasFiles(event.dataTransfer)) event.preventDefault();
    }}
    @drop=${(event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      const picture = droppedIn(event.dataTransfer);
      // A folder is none of the files.
      if (!picture) return;
      actions.picture(picture);
    }}
    @give-picture=${(event: CustomEvent<File>) => {
      actions.picture(event.detail);
    }}
    @say-again=${(event: CustomEvent<string>) => {
      actions.sayAgain(event.detail);
    }}
    @ask-again=${(event: CustomEvent<string>) => {
      actions.askAgain(event.detail);
    }}
    @copied=${(event: CustomEvent<boolean>) => {
      actions.announce(event.detail ? msg('Copied') : msg('It could not be copied'));
    }}
    @prepare-offline=${(event: Event) => {
      event.stopPropagation();
      if (!actions.prepareOffline()) event.preventDefault();
    }}
  >
    <header>
      <slot name="header"><h1>Parley</h1></slot>
      ${follow(slices, ['models', 'memory'], ({ models: { leaves }, memory: { isPrivate } }) => whatBecomesOfIt(leaves, isPrivate))}
      <button
        aria-label=${msg('Conversations')}
        title=${msg('Conversations')}
        aria-haspopup="dialog"
        @click=${(event: Event) => {
          askForPanel(event.currentTarget as Element, 'conversations');
        }}
      >
        ${icons.conversations}
      </button>
      <button class="keys" aria-label=${msg('Keys')} title=${msg('Keys (?)')} aria-haspopup="dialog" @click=${actions.keys}>
        ${icons.keys}
      </button>
      <button aria-label=${msg('Settings')} title=${msg('Settings')} aria-haspopup="dialog" @click=${actions.settings}>
        ${icons.settings}
      </button>
    </header>
    <parley-notice-list
      exportparts="notice"
      .notices=${follow(slices, ['notices'], ({ notices }) => (shows.notice ? [...notices, shows.notice] : notices))}
    ></parley-notice-list>
    ${captions === 'off' ? html`<div class="unsaid"></div>` : said(control, shows)}
    <div class="eyes">${follow(slices, ['devices', 'picture'], (shown) => parts?.seen(shown, actions))}</div>
    <parley-announcer class="hidden" .slices=${slices}></parley-announcer>
    <footer>
      ${shows.isAskingConsent ? consent(shows.consentText, actions) : null} ${controls(control, shows, actions)}
      <p class="status" role="status" aria-live="off">${follow(slices, ['phase', 'models', 'devices'], line)}</p>
      <parley-timing-strip .timings=${follow(slices, ['timings'], ({ timings }) => timings)}></parley-timing-strip>
      ${follow(slices, ['models'], ({ models: { coming } }) =>
        coming
          ? html`<label class="coming">
              <progress max=${coming.totalBytes} .value=${coming.loadedBytes}></progress>
              ${parts?.comingLine(coming)}
            </label>`
          : null,
      )}
      <parley-text-box part="text-box" ?hidden=${mode === 'voice'} ?alone=${mode === 'text'}></parley-text-box>
      <slot name="footer"></slot>
    </footer>
    <parley-settings exportparts="settings, notice" .control=${control}></parley-settings>
  </section>`;
}

/** Where words go, and whether they are kept: what is out of the ordinary is always said. */
function whatBecomesOfIt(leaves: string | null, isPrivate: boolean): TemplateResult {
  if (leaves !== null) {
    const line = isPrivate
      ? msg(str`Private, but text and pictures go to ${leaves}.`)
      : msg(str`Text and pictures go to ${leaves}.`);
    return html`<strong class="leaves">${line}</strong>`;
  }
  return isPrivate
    ? html`<strong class="leaves">${msg('Private: nothing is kept.')}</strong>`
    : html`<span class="private">${msg('Everything stays in this tab.')}</span>`;
}

function said({ slices }: Session, { look, allowsSoftware, hasWelcome }: Shows): unknown {
  return follow(slices, ['captions', 'phase', 'models'], ({ captions, phase, models: { models } }) => {
    const isFirst = hasWelcome && phase === 'asleep' && models.length === 0;
    return captions.said.length === 0 && captions.live === null
      ? html`<div
          class="unsaid"
          role=${isFirst ? 'region' : nothing}
          aria-label=${isFirst ? msg('This machine') : nothing}
          tabindex=${isFirst ? 0 : nothing}
        >
          <slot name="empty"
            >${
              isFirst
                ? html`<parley-welcome .hasMicrophone=${look.mode !== 'text'} .allowSoftware=${allowsSoftware}></parley-welcome>`
                : html`<div class="empty">
                    ${look.mode === 'text' ? html`<strong>${msg('Write something.')}</strong>` : html`<strong>${msg('Say something.')}</strong><span>${msg('Interrupt whenever you like.')}</span>`}
                  </div>`
            }</slot
          >
        </div>`
      : html`<parley-caption-log
          part="captions"
          exportparts="turn, turn-user, turn-model, turn-tool"
          mode=${look.captions}
          .captions=${captions}
        ></parley-caption-log>`;
  });
}

function consent(text: string | null, actions: Actions): TemplateResult {
  const say = (yes: boolean) => () => {
    actions.consent(yes);
  };
  return html`<div
    class="consent"
    part="consent"
    role="alertdialog"
    aria-label=${msg('Before you begin')}
    aria-describedby="consent"
  >
    <div id="consent"><slot name="consent">${text}</slot></div>
    <button class="agree" @click=${say(true)}>${msg('I agree')}</button>
    <button @click=${say(false)}>${msg('No')}</button>
  </div>`;
}

function controls(control: Session, { look, parts }: Shows, actions: Actions): TemplateResult {
  const { slices } = control;
  const hasMicrophone = look.mode !== 'text';
  return html`<div class="controls">
    <div class="side">${cameraButton(control, actions)} ${hasMicrophone ? muteButton(control) : null}</div>
    ${
      hasMicrophone
        ? html`<parley-talk-button
            exportparts="talk-button, meter"
            phase=${follow(slices, ['phase'], ({ phase }) => phase)}
            talk=${follow(slices, ['devices'], ({ devices }) => devices.talk)}
            ?held=${follow(slices, ['devices'], ({ devices }) => devices.held)}
            .level=${follow(slices, ['loudness'], ({ loudness }) => loudness)}
            .progress=${follow(slices, ['models'], ({ models }) => parts?.loadProgress(models) ?? 0)}
            ?muted=${follow(slices, ['devices'], ({ devices }) => devices.muted)}
            ?hears=${follow(slices, ['models', 'devices'], (shown) => parts?.hears(shown) ?? false)}
            .voice=${() => control.voiceLevel()}
            ><slot name="icon-talk" slot="icon"
              >${follow(slices, ['phase', 'devices'], ({ phase, devices }) => talkPicture(phase, devices.muted))}</slot
            ></parley-talk-button
          >`
        : html`<span></span>`
    }
    <div class="side">
      <button
        aria-label=${msg('Stop the answer')}
        title=${msg('Stop the answer')}
        ?disabled=${follow(slices, ['phase'], ({ phase }) => !isBusy(phase))}
        @click=${() => {
          control.stop();
        }}
      >
        ${icons.stop}
      </button>
      ${screenButton(control, actions)}
    </div>
  </div>`;
}

function cameraButton({ slices }: Session, actions: Actions): unknown {
  return follow(
    slices,
    ['devices'],
    ({ devices: { camera, isScreen } }) =>
      html`<button
        aria-label=${msg('Camera')}
        title=${msg('Camera')}
        aria-pressed=${camera === 'on' && !isScreen}
        @click=${() => {
          actions.camera(isScreen || (camera !== 'on' && camera !== 'starting'));
        }}
      >
        ${icons.camera}
      </button>`,
  );
}

/** Phones have no screen to share. */
function screenButton({ slices }: Session, actions: Actions): unknown {
  if (!('getDisplayMedia' in ((navigator.mediaDevices as MediaDevices | undefined) ?? {}))) return null;
  return follow(
    slices,
    ['devices'],
    ({ devices: { camera, isScreen } }) =>
      html`<button
        aria-label=${msg('Share a screen')}
        title=${msg('Share a screen or a window')}
        aria-pressed=${camera === 'on' && isScreen}
        @click=${() => {
          actions.camera(!(camera === 'on' && isScreen), true);
        }}
      >
        ${icons.screen}
      </button>`,
  );
}

function muteButton(control: Session): unknown {
  return follow(control.slices, ['devices'], ({ devices: { microphone, muted, talk } }) => {
    if (talk !== 'open') return stopListening(control, microphone);
    return html`<button
      aria-label=${msg('Mute microphone')}
      title=${msg('Mute microphone')}
      aria-pressed=${muted}
      ?disabled=${microphone !== 'on'}
      @click=${() => {
        control.setMuted(!muted);
      }}
    >
      ${muted ? icons.muted : icons.microphone}
    </button>`;
  });
}

/** Where the big button is the talk key, the microphone is let go of by this one. */
function stopListening(control: Session, microphone: DevicesView['microphone']): TemplateResult {
  return html`<button
    aria-label=${msg('Stop listening')}
    title=${msg('Stop listening')}
    ?disabled=${microphone !== 'on'}
    @click=${() => {
      control.sleep();
    }}
  >
    ${icons.muted}
  </button>`;
}
