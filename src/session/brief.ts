/** What the language model is told beside the conversation: how to answer, what the page says of itself, and how much of what was said before. */
import type { LlmSpec } from '../models/catalogue.ts';
import type { TurnOptions } from '../turn/state.ts';
import { addTo, withContext, type Context } from './context.ts';
import type { Settings } from './settings.ts';

/** Short, since every model has to read it before its first word, and small ones lose themselves in long rules. */
const DEFAULT_PROMPT =
  'You are Parley, a friendly voice assistant. Your words are spoken aloud: answer in one to three short plain sentences, without lists or markdown.';

export class Brief {
  readonly #settings: () => Settings;
  /** What the page has told of itself. */
  #context: Context = [];
  /** How the language model wants to be spoken to, where it does not like Parley's way. */
  #modelPrompt: string | undefined;
  /** What the language model takes; of a server only what is taken for granted. */
  #window = { tokens: 2048, isServer: false };
  /** The turn after which a server became the language model; null while none is. */
  #serverSince: number | null = null;

  /** `settings`: those in use, asked for each time. */
  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** As the conversation has to know it. */
  get options(): Pick<TurnOptions, 'system' | 'contextTokens' | 'since' | 'speculate'> {
    return { system: this.#system, contextTokens: this.#contextTokens, ...this.#whatServersAreTold };
  }

  /** This model answers from now on, behind so many turns. */
  useModel({ contextTokens, system, endpoint }: LlmSpec, turns: number): void {
    this.#modelPrompt = system;
    this.#window = { tokens: contextTokens, isServer: endpoint !== undefined };
    this.#serverSince = endpoint === undefined ? null : turns;
  }

  /** As `addContext` of the session; null forgets it all. */
  addContext(text: string | null): boolean {
    const context = text === null ? [] : addTo(this.#context, text);
    if (context === null) return false;
    this.#context = context;
    return true;
  }

  get #system(): string {
    return withContext(this.#settings().systemPrompt || (this.#modelPrompt ?? DEFAULT_PROMPT), this.#context);
  }

  /** As the user wants it, as far as the language model takes it: only a server may take more than is known of it. */
  get #contextTokens(): number {
    const { tokens, isServer } = this.#window;
    const wanted = this.#settings().contextTokens ?? tokens;
    return isServer ? wanted : Math.min(wanted, tokens);
  }

  /** A server is told nothing that was said before it was chosen, unless the user has agreed to that. */
  get #whatServersAreTold(): Pick<TurnOptions, 'since' | 'speculate'> {
    const { own } = this.#settings();
    if (this.#serverSince === null || own?.kind !== 'endpoint') return { since: 0, speculate: true };
    return { since: own.tellsBefore ? 0 : this.#serverSince, speculate: !own.waits };
  }
}
