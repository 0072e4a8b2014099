/** The conversations that are kept on this device: found by their words, gone on with, named, deleted, carried in files. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { MAX_HISTORY_ENTRIES } from '../session/choices.ts';
import { fileName, fromJson, LARGEST_FILE_BYTES, toJson, toMarkdown } from '../session/conversation-files.ts';
import { bytesOf, LONGEST_TITLE, search, tidyTitle, titleOf, type Snippet } from '../session/conversation-search.ts';
import { errorLine } from '../session/errors.ts';
import type { Deleted } from '../session/kept-conversations.ts';
import { MAX_CONVERSATIONS } from '../session/memory.ts';
import type { MemoryItem, Session } from '../session/view.ts';
import { formatBytes } from '../text/bytes.ts';
import { styles } from './conversations-panel.styles.ts';
import { follow } from './follow.ts';
import { Panel } from './panel.ts';
import { part } from './parts.ts';
import { saveFile } from './save-file.ts';
import { moment, number, plural } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

type Conversations = Session['conversations'];

/** What was done: said in a line. */
type Done = { line: string; isProblem: boolean };

/** Does something, and resolves with what is to be said of it ('': nothing), and with the way back where there is one. */
type Act = (conversations: Conversations) => Promise<{ line: string; undo?: Act }>;

/** The way back from something that was done, of which this was said. */
type Undo = { line: string; act: Act };

export class ConversationsPanel extends Panel {
  static override properties: PropertyDeclarations = {
    ...Panel.properties,
    items: { state: true },
    query: { state: true },
    renaming: { state: true },
    done: { state: true },
    undos: { state: true },
  };
  static override styles = [...Panel.styles, styles];

  /** Null while they are read. */
  declare items: readonly MemoryItem[] | null;
  declare query: string;
  /** The id of the one that is being named. */
  declare renaming: string | null;
  declare done: Done | null;
  /** The ways back, from what was done last first. */
  declare undos: readonly Undo[];

  get heading(): string {
    return msg('Conversations');
  }

  constructor() {
    super();
    this.items = null;
    this.query = '';
    this.renaming = null;
    this.done = null;
    this.undos = [];
  }

  override async show(): Promise<void> {
    await super.show();
    await this.#refresh();
  }

  protected override closed(): void {
    super.closed();
    this.items = null;
    this.query = '';
    this.renaming = null;
    this.done = null;
    this.undos = [];
  }

  protected override renderContent(control: Session): TemplateResult {
    const items = this.items ?? [];
    const found = search(items, this.query);
    return html`<div class="content">
      <div class="buttons">
        <button class="main" @click=${() => this.#goOn(null)}>${msg('New conversation')}</button>
        ${follow(
          control.slices,
          ['memory'],
          ({ memory: { isPrivate } }) =>
            html`<button aria-pressed=${isPrivate} @click=${() => this.#setPrivate(!isPrivate)}>${msg('Private')}</button>`,
        )}
      </div>
      ${follow(control.slices, ['memory'], ({ memory: { isPrivate } }) =>
        isPrivate
          ? html`<p class="about">
              ${msg('Private: nothing of this conversation is kept. It is gone when you turn that off, or close or reload the page.')}
            </p>`
          : nothing,
      )}
      ${
        items.length > 0
          ? html`<input
              type="search"
              aria-label=${msg('Search in all conversations')}
              placeholder=${msg('Search in all that was said')}
              .value=${this.query}
              @input=${(event: Event) => {
                this.query = (event.target as HTMLInputElement).value;
              }}
            />`
          : null
      }
      <div class="done">
        <p role="status" tabindex="-1" class=${this.done?.isProblem ? 'problem' : ''}>${this.#statusLine(found.length)}</p>
        ${this.undos.length > 0 ? html`<button class="undo" @click=${this.#undo}>${msg('Undo')}</button>` : null}
      </div>
      <ul>
        ${repeat(
          found,
          ({ conversation: { id } }) => id,
          ({ conversation, snippet }) => this.#renderItem(conversation, snippet),
        )}
      </ul>
      <div class="buttons">
        <button
          ?disabled=${items.length === 0}
          @click=${() => {
            saveFile('parley-conversations.json', toJson(items));
          }}
        >
          ${msg('Export all')}
        </button>
        <button @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#file')?.click()}>${msg('Import…')}</button>
        <button ?disabled=${items.length === 0} @click=${this.#removeAll}>${msg('Delete all')}</button>
        <input id="file" type="file" accept=".json,application/json" hidden @change=${this.#import} />
      </div>
      <p class="about">
        ${plural(
          items.length,
          str`${items.length} of at most ${number(MAX_CONVERSATIONS)} conversations, ${formatBytes(bytesOf(items))} of text.`,
          str`${items.length} of at most ${number(MAX_CONVERSATIONS)} conversations, ${formatBytes(bytesOf(items))} of text.`,
        )}
        ${msg(str`The last used stay, and of each the last ${number(MAX_HISTORY_ENTRIES)} things that were said. All of it is on this device alone, without pictures.`)}
      </p>
    </div>`;
  }

  #renderItem(item: MemoryItem, snippet: Snippet | null): TemplateResult {
    const title = titleOf(item);
    const said = item.history.length;
    const state = item.isCurrent ? msg('this one') : item.isElsewhere ? msg('open in another tab') : '';
    return html`<li tabindex="-1" data-id=${item.id} aria-current=${item.isCurrent ? 'true' : nothing}>
      ${
        this.renaming === item.id
          ? this.#renderNaming(item)
          : html`<button
              class="title"
              dir="auto"
              ?disabled=${item.isCurrent || item.isElsewhere}
              @click=${() => this.#goOn(item)}
            >
              ${title}
            </button>`
      }
      <p class="about">
        ${moment(item.usedAt, { dateStyle: 'medium', timeStyle: 'short' })},
        ${plural(said, str`${said} line`, str`${said} lines`)}${state === '' ? '' : `, ${state}`}
      </p>
      ${
        snippet === null
          ? null
          : html`<p class="snippet" dir="auto">${snippet.before}<mark>${snippet.found}</mark>${snippet.after}</p>`
      }
      <div class="acts">
        ${this.#act(msg('Rename'), title, () => this.#beginNaming(item.id))}
        ${this.#act('Markdown', title, () => {
          saveFile(`${fileName(item)}.md`, toMarkdown(item));
        })}
        ${this.#act('JSON', title, () => {
          saveFile(`${fileName(item)}.json`, toJson([item]));
        })}
        ${item.isElsewhere ? null : this.#act(msg('Delete'), title, () => this.#remove(item))}
      </div>
    </li>`;
  }

  #act(what: string, title: string, act: () => unknown): TemplateResult {
    return html`<button aria-label=${`${what}: ${title}`} @click=${act}>${what}</button>`;
  }

  #renderNaming(item: MemoryItem): TemplateResult {
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#rename(item, tidyTitle(this.renderRoot.querySelector<HTMLInputElement>('#name')?.value ?? ''));
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        // The panel stays.
        event.preventDefault();
        event.stopPropagation();
        void this.#endNaming(item.id);
      }}
    >
      <input
        id="name"
        aria-label=${msg('Name')}
        maxlength=${LONGEST_TITLE}
        placeholder=${titleOf({ ...item, title: '' })}
        .value=${item.title}
      />
      <button>${msg('Save')}</button>
    </form>`;
  }

  #statusLine(found: number): string {
    if (this.done) return this.done.line;
    if (this.items === null) return msg('Reading…');
    if (this.items.length === 0) return msg('Nothing is kept yet.');
    if (this.query.trim() === '') return '';
    return found === 0 ? msg('None has all of these words.') : plural(found, str`${found} found`, str`${found} found`);
  }

  async #beginNaming(id: string): Promise<void> {
    this.renaming = id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('#name')?.select();
  }

  async #endNaming(id: string): Promise<void> {
    this.renaming = null;
    await this.updateComplete;
    this.#row(id)?.querySelector<HTMLElement>('.acts button')?.focus();
    this.#keepFocus();
  }

  async #rename({ id, title: before }: MemoryItem, title: string): Promise<void> {
    if (title === before) return this.#endNaming(id);
    const rename = async (conversations: Conversations, to: string) => {
      await conversations.rename(id, to);
      return { line: to === '' ? msg('The name is gone.') : msg(str`It is called “${to}” now.`) };
    };
    await this.#try(async (conversations) => ({
      ...(await rename(conversations, title)),
      undo: (again) => rename(again, before),
    }));
    await this.#endNaming(id);
  }

  #goOn(item: MemoryItem | null): Promise<void> {
    return this.#try(async (conversations) => {
      if (await conversations.goOn(item?.id ?? null)) {
        this.close();
        return { line: '' };
      }
      throw new Error(msg('Another tab has that conversation: go on with it there, or close that tab first.'));
    });
  }

  #setPrivate(isOn: boolean): Promise<void> {
    return this.#try(async (conversations) => {
      await conversations.setPrivate(isOn);
      return { line: '' };
    });
  }

  async #remove(item: MemoryItem): Promise<void> {
    const row = this.#row(item.id);
    const next = (row?.nextElementSibling ?? row?.previousElementSibling)?.getAttribute('data-id');
    await this.#try(async (conversations) => {
      const deleted = await conversations.remove(item.id);
      if (deleted === null) throw new Error(msg('Another tab has that conversation, so that it was not deleted.'));
      return {
        line: msg(str`“${titleOf(item)}” is deleted. It can be put back until you close this.`),
        undo: restored(deleted),
      };
    });
    this.#keepFocus(next);
  }

  readonly #removeAll = async (): Promise<void> => {
    await this.#try(async (conversations) => ({
      undo: restored(await conversations.removeAll()),
      line: msg('All conversations are deleted, those of other tabs too. They can be put back until you close this.'),
    }));
    this.#keepFocus();
  };

  /** Takes back what was done last; what was done before that can be taken back next, and is named. */
  readonly #undo = async (): Promise<void> => {
    const [last, ...before] = this.undos;
    if (!last) return;
    await this.#try(async (conversations) => {
      const { line } = await last.act(conversations);
      this.undos = before;
      return { line: [line, before[0]?.line].filter(Boolean).join(' ') };
    });
    this.#keepFocus();
  };

  /** Where what had the focus is gone, or of no use now, it goes to the row with this id, or to the way back, or to what was said. */
  #keepFocus(id: string | null = null): void {
    const root = this.renderRoot as ShadowRoot;
    if (!this.isOpen || root.activeElement?.matches(':enabled, [tabindex]')) return;
    const place =
      (id !== null && this.#row(id)) || (root.querySelector<HTMLElement>('.undo') ?? root.querySelector('[role=status]'));
    if (place instanceof HTMLElement) place.focus();
  }

  #row(id: string): HTMLElement | null {
    return [...this.renderRoot.querySelectorAll('li')].find(({ dataset }) => dataset['id'] === id) ?? null;
  }

  readonly #import = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (!file) return;
    await this.#try(async (conversations) => {
      if (file.size > LARGEST_FILE_BYTES)
        throw new Error(msg(str`The file was not taken: it has more than ${formatBytes(LARGEST_FILE_BYTES)}.`));
      const taken = fromJson(await file.text());
      const room = MAX_CONVERSATIONS - (this.items?.length ?? 0);
      if (taken.length > room) {
        throw new Error(msg(str`Conversations in the file: ${taken.length}. There is room for ${room}: delete some first.`));
      }
      // Nothing was used later than now: it would stay on top of the list.
      const now = Date.now();
      await conversations.add(taken.map((each) => ({ ...each, usedAt: Math.min(each.usedAt || now, now) })));
      return {
        line: plural(taken.length, 'One conversation was taken in.', str`${taken.length} conversations were taken in.`),
      };
    });
    // So that the same file can be chosen again.
    input.value = '';
  };

  /** Does it, says what came of it, keeps the way back where there is one, and reads anew what there is. */
  async #try(act: Act): Promise<void> {
    const { control } = this;
    if (!control) return;
    try {
      const { line, undo } = await act(control.conversations);
      this.done = line === '' ? null : { line, isProblem: false };
      if (undo) this.undos = [{ line, act: undo }, ...this.undos];
    } catch (error) {
      this.done = { line: errorLine(error), isProblem: true };
    }
    await this.#refresh();
    await this.updateComplete;
  }

  async #refresh(): Promise<void> {
    const { control } = this;
    if (!control || !this.shown) return;
    try {
      this.items = await control.conversations.list();
    } catch {
      this.items = [];
      this.done = {
        line: msg('What is kept can’t be read on this device: a private window, or a damaged profile.'),
        isProblem: true,
      };
    }
  }
}

function restored(deleted: Deleted): Act {
  return async (conversations) => {
    await conversations.restore(deleted);
    return { line: msg('Put back.') };
  };
}

part('parley-conversations', ConversationsPanel);

declare global {
  interface HTMLElementTagNameMap {
    'parley-conversations': ConversationsPanel;
  }
}
