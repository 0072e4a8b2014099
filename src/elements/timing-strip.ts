/** Where the time of the last turn went: from the end of speech to the first sound of the answer. */
import { LitElement, css, html } from 'lit';
import type { TurnTimings } from '../session/view.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { msg } from '../locales/words.ts';

const stages = () =>
  [
    [
      'endOfUtteranceMs',
      msg('end of turn'),
      msg('How long the silence lasted before your turn was taken to be over, transcription included'),
    ],
    ['sttMs', msg('transcript'), msg('Transcribing, the model alone')],
    ['ttftMs', msg('first token'), msg('From the question to the answer’s first token')],
    ['ttsTtfbMs', msg('first sound'), msg('Making the first clause’s sound')],
  ] as const;

export class TimingStrip extends LitElement {
  static override properties = { timings: { attribute: false } };

  declare timings: TurnTimings | null;

  constructor() {
    super();
    this.timings = null;
  }

  static override styles = [
    tokens,
    css`
      dl {
        margin: 0;
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 0.2rem 1rem;
        font-size: 0.8rem;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      div {
        display: flex;
        gap: 0.35rem;
      }
      dd {
        margin: 0;
        color: var(--ink);
      }
      /* Where room is short the whole of it is enough; the parts are in the settings. */
      @container (max-width: 40rem) {
        dl:has(.total) div:not(.total) {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const timings = this.timings;
    if (!timings) return null;
    return html`<dl aria-label=${msg('Timings of the last turn')}>
      ${stages().map(([key, label, title]) => {
        const ms = timings[key];
        return ms === undefined
          ? null
          : html`<div title=${title}>
              <dt>${label}</dt>
              <dd>${Math.round(ms)} ms</dd>
            </div>`;
      })}
      ${
        timings.totalMs === undefined
          ? null
          : html`<div class="total" title=${msg('From the end of your words to the first sound')}>
              <dt>${msg('in all')}</dt>
              <dd><b>${Math.round(timings.totalMs)} ms</b></dd>
            </div>`
      }
    </dl>`;
  }
}

part('parley-timing-strip', TimingStrip);

declare global {
  interface HTMLElementTagNameMap {
    'parley-timing-strip': TimingStrip;
  }
}
