/** Before the first word: what this machine can do, what would be fetched, and that the microphone waits for a yes. Nothing is fetched for it. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { whatRuns, type ModelSet, type WhatRuns } from '../session/this-device.ts';
import { formatBytes } from '../text/bytes.ts';
import { icons } from './icons.ts';
import { laterIcons } from './later-icons.ts';
import { part } from './parts.ts';
import { tokens } from './tokens.styles.ts';
import { list, plural } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

export class WelcomeCard extends LitElement {
  static override properties = {
    hasMicrophone: { attribute: false },
    allowSoftware: { attribute: false },
    runs: { state: true },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        inline-size: min(34rem, 100%);
        margin-inline: auto;
        padding: 0.6rem 1rem;
      }
      h2 {
        margin: 0;
        font-size: clamp(1.5rem, 5cqi, 2.3rem);
        font-weight: 600;
        letter-spacing: -0.02em;
        line-height: 1.15;
        text-align: center;
        text-wrap: balance;
      }
      .lead {
        margin: 0.5rem 0 1.2rem;
        text-align: center;
        color: var(--quiet);
        text-wrap: balance;
      }
      dl {
        margin: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--raised);
        font-size: 0.9rem;
        line-height: 1.4;
      }
      dl > div {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 0.8rem;
        padding: 0.7rem 0.9rem;
      }
      dl > div + div {
        border-block-start: 1px solid var(--line);
      }
      dt {
        display: grid;
        grid-row: 1 / 3;
        color: var(--accent);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      strong {
        font-weight: 600;
      }
      small {
        display: block;
        font-size: 0.85rem;
        color: var(--quiet);
      }
    `,
  ];

  declare hasMicrophone: boolean;
  /** A graphics card made of software will do. */
  declare allowSoftware: boolean;
  declare runs: WhatRuns | null;

  constructor() {
    super();
    this.hasMicrophone = true;
    this.allowSoftware = false;
    this.runs = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // One probe tells it all; it never rejects.
    void whatRuns(this.allowSoftware).then((runs) => {
      this.runs = runs;
    });
  }

  override render() {
    const { runs } = this;
    return html`<h2>${this.hasMicrophone ? msg('Say something.') : msg('Write something.')}</h2>
      <p class="lead">
        ${this.hasMicrophone ? msg('Interrupt whenever you like.') : ''}
        ${msg('Nothing is fetched, and nothing is heard, before you begin.')}
      </p>
      ${runs ? html`<dl>${machine(runs)} ${beginning(runs.starter)} ${beyond(runs)} ${this.hasMicrophone ? microphone() : nothing}</dl>` : nothing}`;
  }
}

function line(icon: unknown, title: string, text: string): TemplateResult {
  return html`<div>
    <dt>${icon}</dt>
    <dd><strong>${title}</strong><small>${text}</small></dd>
  </div>`;
}

function machine({ card, cores, memoryGb, hint }: WhatRuns): TemplateResult {
  const memory = memoryGb === null ? '' : `, ${msg(str`${memoryGb} GB of memory or more`)}`;
  const without = msg('Without WebGPU the processor does all of it: small models only.');
  return line(
    laterIcons.chip,
    card ?? msg('No graphics card to compute on'),
    `${plural(cores, str`${cores} core`, str`${cores} cores`)}${memory}. ${hint ?? (card ? '' : without)}`,
  );
}

function beginning({ bytes, licences }: ModelSet): TemplateResult {
  return line(
    icons.microphone,
    msg('Talks at once'),
    msg(str`The starter models come from this site: ${formatBytes(bytes)}, once. Licences: ${list(licences)}.`),
  );
}

function beyond({ better, freeBytes }: WhatRuns): unknown {
  if (!better) return nothing;
  const bytes = formatBytes(better.bytes);
  const size = freeBytes === null ? bytes : msg(str`${bytes} of ${formatBytes(freeBytes)} that are free`);
  return line(
    laterIcons.more,
    msg(str`Can do better: ${list(better.names)}`),
    msg(
      str`${size}, about ${formatBytes(better.vramMb * 1e6)} of graphics memory. You are asked first, with the exact size and the time, and can talk meanwhile. Licences: ${list(better.licences)}.`,
    ),
  );
}

const microphone = () =>
  line(laterIcons.lock, msg('Your microphone'), msg('The browser asks you for it. What you say stays in this tab.'));

part('parley-welcome', WelcomeCard);

declare global {
  interface HTMLElementTagNameMap {
    'parley-welcome': WelcomeCard;
  }
}
