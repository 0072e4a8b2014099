/** Carries models to and from a folder on the user's own disk, for machines that can't reach the hub. */
import { LitElement, css, html } from 'lit';
import { errorLine } from '../session/errors.ts';
import { copyModels, folderPicker, type FolderJob, type FolderOutcome } from '../session/this-device.ts';
import { formatProgress } from '../text/bytes.ts';
import { panelParts } from './panel-parts.styles.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { plural } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

type State =
  | { is: 'idle' }
  | { is: 'copying'; kind: FolderJob['kind']; doneBytes: number; totalBytes: number; stop: AbortController }
  | { is: 'done'; line: string }
  | { is: 'failed'; line: string };

/** @fires store-changed - Models were put into the store. */
export class FolderCopy extends LitElement {
  static override properties = { state: { state: true } };
  static override styles = [
    tokens,
    panelParts,
    css`
      :host {
        display: grid;
        gap: 0.7rem;
      }
    `,
  ];

  declare state: State;

  constructor() {
    super();
    this.state = { is: 'idle' };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.state.is === 'copying') this.state.stop.abort();
  }

  override render() {
    const { state } = this;
    if (!folderPicker()) {
      return html`<p class="about">
        ${msg('This browser gives pages no folders, so models can’t be carried over by disk: Chrome and Edge do.')}
      </p>`;
    }
    const isCopying = state.is === 'copying';
    return html`<p class="about">
        ${msg('For a machine that can’t reach the hub: copy the models that are here into a folder, and there take them from it. Each file is checked. A clone or a download of a hub’s repository can be taken too.')}
      </p>
      <div class="buttons">
        <button ?disabled=${isCopying} @click=${() => this.#copy('export')}>${msg('Export to a folder…')}</button>
        <button ?disabled=${isCopying} @click=${() => this.#copy('import')}>${msg('Import from a folder…')}</button>
        ${
          isCopying
            ? html`<button
                @click=${() => {
                  state.stop.abort();
                }}
              >
                ${msg('Stop')}
              </button>`
            : null
        }
      </div>
      ${
        isCopying
          ? html`<label class="progress">
              <progress max=${Math.max(1, state.totalBytes)} .value=${state.doneBytes}></progress>
              ${state.totalBytes > 0 ? formatProgress(state.doneBytes, state.totalBytes) : msg('Looking')}
            </label>`
          : null
      }
      ${state.is === 'failed' ? html`<p class="problem" role="alert">${state.line}</p>` : null}
      <p class="about" role="status">${state.is === 'done' ? state.line : ''}</p>`;
  }

  async #copy(kind: FolderJob['kind']): Promise<void> {
    try {
      const folder = await folderPicker()?.(kind === 'export' ? 'readwrite' : 'read');
      if (!folder) return;
      const stop = new AbortController();
      this.state = { is: 'copying', kind, doneBytes: 0, totalBytes: 0, stop };
      const outcome = await copyModels(
        { kind, folder },
        ({ doneBytes, totalBytes }) => {
          this.state = { is: 'copying', kind, doneBytes, totalBytes, stop };
        },
        stop.signal,
      );
      this.state = { is: 'done', line: lineOf(kind, outcome) };
    } catch (error) {
      const isStopped = error instanceof DOMException && error.name === 'AbortError';
      this.state = isStopped
        ? { is: 'done', line: msg('Stopped. The files that were copied stay, and are not copied again.') }
        : { is: 'failed', line: errorLine(error) };
    }
    if (kind === 'import') this.dispatchEvent(new Event('store-changed'));
  }
}

function lineOf(kind: FolderJob['kind'], { taken, present }: FolderOutcome): string {
  if (taken + present === 0)
    return kind === 'export' ? msg('There is nothing to export yet.') : msg('That folder lists no files.');
  const done =
    kind === 'export'
      ? plural(taken, str`${taken} file exported.`, str`${taken} files exported.`)
      : plural(taken, str`${taken} file imported.`, str`${taken} files imported.`);
  if (present === 0) return done;
  return `${done} ${plural(present, str`${present} was there already.`, str`${present} were there already.`)}`;
}

part('parley-folder-copy', FolderCopy);

declare global {
  interface HTMLElementTagNameMap {
    'parley-folder-copy': FolderCopy;
  }
}
