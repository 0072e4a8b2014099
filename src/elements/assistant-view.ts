/** What the assistant shows, piece by piece. */
import { html, type TemplateResult } from 'lit';
import type { DevicesView, NoticeView, Phase, Session } from '../session/view.ts';
import type { Look } from './attributes.ts';
import { follow } from './follow.ts';
import { icons } from './icons.ts';
import { askForPanel, openPanel, type PanelName } from './panels.ts';
import { comingLine, hears, loadProgress, statusLine } from './status.ts';
import { talkPicture } from './talk-picture.ts';

/** What the assistant does when something is pressed. */
export type Actions = {
  toggle: () => void;
  hold: (down: boolean) => void;
  /** False where the text has to stay in its box. */
  send: (text: string) => boolean;
  camera: (on: boolean) => void;
  /** Speaks something that was said once more. */
  sayAgain: (text: string) => void;
  /** Puts a question where it can be changed and asked once more. */
  askAgain: (text: string) => void;
  /** Tells those who can't see it. */
  announce: (line: string) => void;
  settings: () => void;
  consent: (yes: boolean) => void;
  /** False where that may not be begun, or not yet. */
  prepareOffline: () => boolean;
};

export type Shows = {
  look: Look;
  isAskingConsent: boolean;
  consentText: string | null;
  /** Beside those of the conversation. */
  notice: NoticeView | null;
};

/** Whether there is an answer to stop. */
export function isBusy(phase: Phase): boolean {
  return phase === 'thinking' || phase === 'speaking' || phase === 'paused';
}

export function assistant(control: Session, shows: Shows, actions: Actions): TemplateResult {
  const { slices } = control;
  const { mode, captions } = shows.look;
  return html`<section
    part="root"
    aria-label="Parley"
    @toggle-listening=${actions.toggle}
    @open-panel=${(event: CustomEvent<PanelName>) => {
      event.stopPropagation();
      // Without its script the page is as it was, and the next press tries again.
      void openPanel(event.detail, control, event.currentTarget as Element).catch(() => undefined);
    }}
    @hold-to-talk=${(event: CustomEvent<boolean>) => {
      actions.hold(event.detail);
    }}
    @send-text=${(event: CustomEvent<string>) => {
      if (!actions.send(event.detail)) event.preventDefault();
    }}
    @say-again=${(event: CustomEvent<string>) => {
      actions.sayAgain(event.detail);
    }}
    @ask-again=${(event: CustomEvent<string>) => {
      actions.askAgain(event.detail);
    }}
    @copied=${(event: CustomEvent<boolean>) => {
      actions.announce(event.detail ? 'Copied' : 'It could not be copied');
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
        aria-label="Conversations"
        title="Conversations"
        aria-haspopup="dialog"
        @click=${(event: Event) => {
          askForPanel(event.currentTarget as Element, 'conversations');
        }}
      >
        ${icons.conversations}
      </button>
      <button aria-label="Settings" title="Settings" aria-haspopup="dialog" @click=${actions.settings}>${icons.settings}</button>
    </header>
    <parley-notice-list
      exportparts="notice"
      .notices=${follow(slices, ['notices'], ({ notices }) => (shows.notice ? [...notices, shows.notice] : notices))}
    ></parley-notice-list>
    ${captions === 'off' ? html`<div class="unsaid"></div>` : said(control, captions)}
    <div class="eyes">${follow(slices, ['devices'], ({ devices }) => seen(devices, actions))}</div>
    <parley-announcer class="hidden" .slices=${slices}></parley-announcer>
    <footer>
      ${shows.isAskingConsent ? consent(shows.consentText, actions) : null} ${controls(control, mode !== 'text', actions)}
      <p class="status" role="status" aria-live="off">${follow(slices, ['phase', 'models', 'devices'], statusLine)}</p>
      <parley-timing-strip .timings=${follow(slices, ['timings'], ({ timings }) => timings)}></parley-timing-strip>
      ${follow(slices, ['models'], ({ models: { coming } }) =>
        coming
          ? html`<label class="coming">
              <progress max=${coming.totalBytes} .value=${coming.loadedBytes}></progress>
              ${comingLine(coming)}
            </label>`
          : null,
      )}
      ${mode === 'voice' ? null : html`<parley-text-box part="text-box"></parley-text-box>`}
      <slot name="footer"></slot>
    </footer>
    <parley-settings exportparts="settings, notice" .control=${control}></parley-settings>
  </section>`;
}

/** Where words go, and whether they are kept: what is out of the ordinary is always said. */
function whatBecomesOfIt(leaves: string | null, isPrivate: boolean): TemplateResult {
  if (leaves !== null) {
    return html`<strong class="leaves">${isPrivate ? 'Private, but t' : 'T'}ext and pictures go to ${leaves}.</strong>`;
  }
  return isPrivate
    ? html`<strong class="leaves">Private: nothing is kept.</strong>`
    : html`<span class="private">Everything stays in this tab.</span>`;
}

function said({ slices }: Session, mode: Look['captions']): unknown {
  return follow(slices, ['captions'], ({ captions }) =>
    captions.said.length === 0 && captions.live === null
      ? html`<div class="unsaid">
          <slot name="empty"
            ><div class="empty"><strong>Say something.</strong><span>Interrupt whenever you like.</span></div></slot
          >
        </div>`
      : html`<parley-caption-log
          part="captions"
          exportparts="turn, turn-user, turn-model, turn-tool"
          mode=${mode}
          .captions=${captions}
        ></parley-caption-log>`,
  );
}

function consent(text: string | null, actions: Actions): TemplateResult {
  const say = (yes: boolean) => () => {
    actions.consent(yes);
  };
  return html`<div class="consent" part="consent" role="alertdialog" aria-label="Before you begin" aria-describedby="consent">
    <div id="consent"><slot name="consent">${text}</slot></div>
    <button class="agree" @click=${say(true)}>I agree</button>
    <button @click=${say(false)}>No</button>
  </div>`;
}

function controls(control: Session, hasMicrophone: boolean, actions: Actions): TemplateResult {
  const { slices } = control;
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
            .progress=${follow(slices, ['models'], ({ models }) => loadProgress(models))}
            ?muted=${follow(slices, ['devices'], ({ devices }) => devices.muted)}
            ?hears=${follow(slices, ['models', 'devices'], hears)}
            .voice=${() => control.voiceLevel()}
            ><slot name="icon-talk" slot="icon"
              >${follow(slices, ['phase', 'devices'], ({ phase, devices }) => talkPicture(phase, devices.muted))}</slot
            ></parley-talk-button
          >`
        : html`<span></span>`
    }
    <div class="side">
      <button
        aria-label="Stop the answer"
        title="Stop the answer"
        ?disabled=${follow(slices, ['phase'], ({ phase }) => !isBusy(phase))}
        @click=${() => {
          control.stop();
        }}
      >
        ${icons.stop}
      </button>
    </div>
  </div>`;
}

/** What goes along with the next turn. */
function seen({ camera, cameraStream }: DevicesView, { camera: turn }: Actions): unknown {
  if (camera !== 'on') return null;
  return html`<figure>
    <video autoplay muted playsinline .srcObject=${cameraStream} aria-label="What the camera sees"></video>
    <button
      class="away"
      aria-label="Turn the camera off"
      title="Turn the camera off"
      @click=${() => {
        turn(false);
      }}
    >
      ${icons.close}
    </button>
  </figure>`;
}

function cameraButton({ slices }: Session, actions: Actions): unknown {
  return follow(
    slices,
    ['devices'],
    ({ devices: { camera } }) =>
      html`<button
        aria-label="Camera"
        title="Camera"
        aria-pressed=${camera === 'on'}
        @click=${() => {
          actions.camera(camera !== 'on' && camera !== 'starting');
        }}
      >
        ${icons.camera}
      </button>`,
  );
}

function muteButton(control: Session): unknown {
  return follow(control.slices, ['devices'], ({ devices: { microphone, muted, talk } }) => {
    if (talk !== 'open') return stopListening(control, microphone);
    return html`<button
      aria-label="Mute microphone"
      title="Mute microphone"
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
    aria-label="Stop listening"
    title="Stop listening"
    ?disabled=${microphone !== 'on'}
    @click=${() => {
      control.sleep();
    }}
  >
    ${icons.muted}
  </button>`;
}
