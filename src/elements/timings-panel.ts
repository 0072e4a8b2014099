/** Where the time of the last turns went: each as bars, their medians, the models that took it, and every event for those who look for a fault. */
import { html, svg, type PropertyDeclarations, type TemplateResult } from 'lit';
import { eventLog, type LoggedEvent } from '../session/event-log.ts';
import { makeReport, REPORTED_EVENTS } from '../session/report.ts';
import { mediansOf, stageNames, stagesOf, type LoggedTurn, type StageName } from '../session/turn-log.ts';
import type { ModelView, Session } from '../session/view.ts';
import { copyText } from './copy-text.ts';
import { follow } from './follow.ts';
import { Panel } from './panel.ts';
import { part } from './parts.ts';
import { styles } from './timings-panel.styles.ts';
import { number, plural } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

/** Turns that are drawn; the report has all that are kept. */
const DRAWN_TURNS = 10;

export class TimingsPanel extends Panel {
  static override properties: PropertyDeclarations = { ...Panel.properties, copied: { state: true } };
  static override styles = [...Panel.styles, styles];

  /** What became of the copy that was asked for last. */
  declare copied: string;

  get heading(): string {
    return msg('Where the time went');
  }

  constructor() {
    super();
    this.copied = '';
  }

  protected override closed(): void {
    super.closed();
    this.copied = '';
  }

  protected override renderContent(control: Session): TemplateResult {
    return html`<div class="content">
      ${follow(control.slices, ['turns'], ({ turns }) => this.#renderTurns(turns))}
      ${follow(control.slices, ['models'], ({ models: { models } }) => renderModels(models))}
      <details
        @toggle=${() => {
          this.requestUpdate();
        }}
      >
        <summary>${msg('Events, the newest first')}</summary>
        <ol reversed>
          ${this.renderRoot.querySelector('details')?.open ? newestFirst(control).map((event) => html`<li>${lineOf(event)}</li>`) : null}
        </ol>
      </details>
      <div class="buttons">
        <button
          @click=${async () => {
            this.copied = await copyText(await makeReport(control), 'parley-report.json');
          }}
        >
          ${msg('Copy all of it as JSON')}
        </button>
      </div>
      <p class="about">${msg('What is copied has times, models and events in it, and no word that was said.')}</p>
      <p role="status" class="about">${this.copied}</p>
    </div>`;
  }

  #renderTurns(turns: readonly LoggedTurn[]): TemplateResult {
    if (turns.length === 0) return html`<p>${msg('No turn was answered yet in this visit.')}</p>`;
    const newest = turns.slice(-DRAWN_TURNS).reverse();
    const longest = Math.max(...newest.flatMap((turn) => stagesOf(turn).map(({ toMs }) => toMs)), 1);
    const medians = mediansOf(turns);
    return html`<section aria-labelledby="medians">
        <h3 id="medians">${plural(turns.length, str`Medians of ${turns.length} turn`, str`Medians of ${turns.length} turns`)}</h3>
        ${times(medians)}
      </section>
      ${newest.map(
        (turn) =>
          html`<section aria-labelledby="turn-${turn.turn}">
            <h3 id="turn-${turn.turn}">${msg(str`Turn ${turn.turn}`)}</h3>
            ${waterfall(turn, longest)} ${times(turn)}
          </section>`,
      )}
      <p class="about">
        ${msg('From the end of your words to the first sound of the answer. The end of utterance delay is the silence after which your turn counted as over: the transcript (STT), the first token (TTFT) and the first sound (TTS TTFB) are made within it where they can be.')}
      </p>`;
  }
}

/** One bar below the other, in the order of the list beneath, so that nobody needs the colours. */
function waterfall(turn: LoggedTurn, longestMs: number): TemplateResult {
  const bars = stagesOf(turn);
  const x = (ms: number) => (Math.max(0, ms) / longestMs) * 1000;
  return html`<svg viewBox="0 0 1000 ${bars.length * 12}" preserveAspectRatio="none" aria-hidden="true">
    ${bars.map(
      ({ name, fromMs, toMs }, index) =>
        svg`<rect class=${name} x=${x(fromMs)} y=${index * 12} width=${Math.max(3, x(toMs) - x(fromMs))} height="9" />`,
    )}
  </svg>`;
}

function times(of: Partial<Record<StageName, number>>): TemplateResult {
  return html`<dl>
    ${(Object.keys(stageNames()) as StageName[]).map((name) => {
      const ms = of[name];
      return ms === undefined
        ? null
        : html`<div>
            <dt class=${name}>${stageNames()[name]}</dt>
            <dd>${number(Math.round(ms))} ms</dd>
          </div>`;
    })}
  </dl>`;
}

function renderModels(models: readonly ModelView[]): TemplateResult | null {
  if (models.length === 0) return null;
  return html`<section aria-labelledby="models">
    <h3 id="models">${msg('Models')}</h3>
    <dl>
      ${models.map(
        ({ role, name, backend }) =>
          html`<div>
            <dt>${role}</dt>
            <dd>${name}, ${backend}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function newestFirst(control: Session): LoggedEvent[] {
  return eventLog(control.recording(false).steps, REPORTED_EVENTS).reverse();
}

function lineOf({ at, kind, ...about }: LoggedEvent): string {
  const when = at === null ? '' : `${new Date(at).toISOString().slice(11, 23)} `;
  return `${when}${kind} ${Object.entries(about)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value)}`)
    .join(', ')}`;
}

part('parley-timings', TimingsPanel);

declare global {
  interface HTMLElementTagNameMap {
    'parley-timings': TimingsPanel;
  }
}
