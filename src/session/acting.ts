/** What Parley can do in the page: tools from wherever they come, what the user says to them, and what a turn wants of them. */
import type { LlmSpec } from '../models/catalogue.ts';
import { familyOf } from '../tools/families.ts';
import { OwnTools } from '../tools/page/own-tools.ts';
import type { ToolDefinition } from '../tools/page/tool-definition.ts';
import { Toolbox } from '../tools/page/toolbox.ts';
import { followPageTools, modelContext } from '../tools/page/web-mcp.ts';
import type { Declaration } from '../tools/tool.ts';
import type { ToolEvent } from '../turn/events.ts';
import type { ToolCommand } from '../turn/page/scheduler.ts';
import type { Notices } from './notices.ts';
import type { Settings } from './settings.ts';
import type { Session, ToolsView, ToolWishes } from './view.ts';
import { msg } from '../locales/words.ts';

export type ActingEvents = {
  /** The language model is to be told of these from now on. */
  declared: (tools: readonly Declaration[]) => void;
  happened: (event: ToolEvent) => void;
  changed: () => void;
  /** Say this, as Parley's own words. */
  speak: (text: string) => void;
};

export class Acting {
  readonly #notices: Notices;
  readonly #events: ActingEvents;
  readonly #toolbox: Toolbox;
  readonly #own: OwnTools;
  #view: ToolsView;
  #isAble = true;
  /** Whether nothing is under way that words of a timer would interrupt. */
  #isBetweenTurns = true;
  /** Ends the following of the page's own tools. */
  #following: AbortController | null = null;

  constructor(notices: Notices, events: ActingEvents) {
    this.#notices = notices;
    this.#events = events;
    this.#toolbox = new Toolbox({
      declared: events.declared,
      ended: (turn, id, outcome) => {
        events.happened({ kind: 'tool-ended', turn, id, outcome });
      },
      changed: () => {
        this.#look();
      },
    });
    this.#own = new OwnTools(() => {
      this.#sayDue();
    });
    this.#view = { ...this.#toolbox.view, isAble: true };
  }

  get view(): ToolsView {
    return this.#view;
  }

  /** As `setTools` of the session. */
  use(tools: readonly ToolDefinition[], { pageTools, confirm }: ToolWishes): void {
    this.#toolbox.choose({ asksForAll: confirm });
    this.#toolbox.use('page', tools);
    if (pageTools === (this.#following !== null)) return;
    this.#following?.abort();
    this.#following = null;
    const context = pageTools ? modelContext(document) : null;
    if (!context) {
      this.#toolbox.use('web-mcp', []);
      return;
    }
    this.#following = new AbortController();
    const from = (listed: readonly ToolDefinition[]) => {
      this.#toolbox.use('web-mcp', listed);
    };
    followPageTools(context, from, this.#following);
  }

  guard(...[guard, options]: Parameters<Session['guardTools']>): void {
    this.#toolbox.guard(guard, options);
  }

  useModel(model: LlmSpec): void {
    this.#isAble = familyOf(model) !== 'none';
    this.#toolbox.choose({ isAble: this.#isAble });
    this.#look();
  }

  useSettings({ ownTools, toolsOff, language }: Pick<Settings, 'ownTools' | 'toolsOff' | 'language'>): void {
    // Where each turn has its own, it is guessed from the words what they are.
    this.#own.language = language === 'auto' ? 'en' : language;
    this.#toolbox.choose({ off: toolsOff });
    this.#toolbox.use('parley', this.#own.named(ownTools));
  }

  /** What a turn wants. */
  handle(command: ToolCommand): void {
    switch (command.kind) {
      case 'run-tool':
        void this.#toolbox.run(command.turn, command.call);
        break;
      case 'ask-tool': {
        const { turn, call, question } = command;
        const { id } = call;
        this.#toolbox.ask(call);
        const answer = (label: string, yes: boolean) => ({
          label,
          run: () => {
            this.#events.happened({ kind: 'tool-allowed', turn, id, yes });
          },
        });
        this.#notices.info(noticeOf(id), question, answer(msg('Yes'), true), answer(msg('No'), false));
        break;
      }
      case 'asked-tool':
        this.#notices.drop(noticeOf(command.id));
        this.#toolbox.answered(command.id);
        break;
      case 'cancel':
        this.#toolbox.cancel(command.turn);
    }
  }

  /** Nothing is under way, or something is. */
  betweenTurns(isBetween: boolean): void {
    this.#isBetweenTurns = isBetween;
    this.#sayDue();
  }

  dispose(): void {
    this.#following?.abort();
    this.#toolbox.dispose();
    this.#own.dispose();
  }

  #sayDue(): void {
    const text = this.#isBetweenTurns ? this.#own.take() : null;
    if (text !== null) this.#events.speak(text);
  }

  #look(): void {
    this.#view = { ...this.#toolbox.view, isAble: this.#isAble };
    this.#events.changed();
  }
}

function noticeOf(id: string): string {
  return `tool-${id}`;
}
