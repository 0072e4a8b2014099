/** What goes along with the next turn: seen before it goes, and to be taken away. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Shown } from '../session/view.ts';
import { icons } from './icons.ts';
import { msg, str } from '../locales/words.ts';

/** What a model of Gemma 3's kind reads for each picture, tokens; see src/turn/history.ts. */
const TOKENS = 256;

export type EyeActions = {
  camera: (on: boolean, isScreen?: boolean) => void;
  /** Null: it does not go along after all. */
  picture: (picture: Blob | null) => void;
};

/** Nothing where nothing goes along. */
export function seen({ devices, picture }: Pick<Shown, 'devices' | 'picture'>, { camera, picture: give }: EyeActions): unknown {
  const { isScreen, cameraStream } = devices;
  const isOn = devices.camera === 'on';
  if (!isOn && picture.url === null) return nothing;
  const isPicture = picture.url !== null;
  return html`${
    isOn
      ? tile(
          html`<video
            autoplay
            muted
            playsinline
            .srcObject=${cameraStream}
            aria-label=${isScreen ? msg('What is on the screen') : msg('What the camera sees')}
          ></video>`,
          isScreen ? msg('Stop sharing') : msg('Turn the camera off'),
          () => {
            camera(false);
          },
        )
      : nothing
  }${
    picture.url === null
      ? nothing
      : tile(html`<img src=${picture.url} alt=${msg('The picture that goes along')} />`, msg('Take the picture away'), () => {
          give(null);
        })
  }
  ${picture.seenBy === null ? nothing : html`<p>${wayOf(isOn, isPicture)} ${msg(str`${picture.seenBy} reads it as ${TOKENS} tokens.`)}</p>`}`;
}

function wayOf(isOn: boolean, isGiven: boolean): string {
  if (!isGiven) return msg('A still goes along each time you have spoken.');
  return isOn ? msg('The picture goes along next, in place of a still.') : msg('Goes along with what you say next.');
}

function tile(content: TemplateResult, label: string, away: () => void): TemplateResult {
  return html`<figure>
    ${content}
    <button aria-label=${label} title=${label} @click=${away}>${icons.close}</button>
  </figure>`;
}
