/** A session as the conversation behind a codec: the app's own models, rules and scheduler, with a client's sound, pictures and words. */
import type { Happening, Session } from '../../session/view.ts';
import { MAX_HISTORY_ENTRIES, textTokens } from '../../turn/history.ts';
import type { Settings } from '../../session/settings.ts';
import type { Ask, Line, LiveConversation, Terms, Told } from '../neutral.ts';
import { ClientTools } from './client-tools.ts';
import type { KeptLines } from './kept-lines.ts';
import { LateResults } from './late-results.ts';
import type { LiveSight } from './live-sight.ts';
import type { LiveSound } from './live-sound.ts';

/** A session with its ways to hear and to be heard. */
export type LiveParts = {
  session: Session;
  sound: LiveSound;
  sight: LiveSight;
  kept: KeptLines;
  /** What whoever made the session has decided; a client's terms come on top. */
  given: Partial<Settings>;
};

/** One client's conversation. Whatever of the session it changes is as before when it ends. */
export class SessionConversation implements LiveConversation {
  readonly #parts: LiveParts;
  readonly #tell: (told: Told) => void;
  readonly #dropped: (ms: number) => void;
  /** Aborted at its end. */
  readonly #end = new AbortController();
  #terms: Terms | null = null;
  /** The turn under way, as the client knows it. */
  #turn: number | null = null;
  /** Sound of a turn whose beginning was not told yet: that comes a moment later. */
  #early: Extract<Told, { kind: 'sound' | 'made' }>[] = [];
  /** How much of the answer was told as heard, characters. */
  #heard = 0;
  #isHearing = false;
  /** Something has come that an answer has to make room for. */
  #isOvertaken = false;
  /** What was said so far, for `keep` and for counting. */
  #lines: readonly Line[] = [];
  readonly #tools: ClientTools;
  /** Of functions that nobody has waited for. */
  readonly #results = new LateResults();
  /** By turn, also of the next one: it may be begun in advance. */
  readonly #counts = new Map<number, { tokens: number; readTokens: number }>();

  /** `dropped` hears of sound that came faster than it could be heard. */
  constructor(parts: LiveParts, tell: (told: Told) => void, dropped: (ms: number) => void) {
    this.#parts = parts;
    this.#tell = tell;
    this.#dropped = dropped;
    this.#tools = new ClientTools({
      tell,
      came: (result) => {
        this.#results.add(result);
        this.#tellResults();
      },
    });
  }

  ask(ask: Ask): void {
    const { session, sound, sight, kept } = this.#parts;
    switch (ask.kind) {
      case 'begin':
        void this.#begin(ask.terms);
        break;
      case 'change':
        this.#change(ask.terms);
        break;
      case 'hear':
        sound.hear(ask.bytes, ask.rate);
        break;
      case 'sound-ends':
        sound.soundEnds();
        break;
      case 'hold':
        sound.hold(ask.down);
        break;
      case 'see':
        sight.show(ask);
        break;
      case 'ask':
        this.#isOvertaken = true;
        if (!session.sendText(ask.text)) this.#tell({ kind: 'unable', why: 'too-long', message: TOO_LONG });
        break;
      case 'add':
        this.#isOvertaken = true;
        this.#results.userSpoke();
        this.#say(...ask.lines);
        session.tell(ask.lines);
        break;
      case 'answer':
        this.#isOvertaken = true;
        session.answer();
        break;
      case 'stop':
        this.#isOvertaken = true;
        session.stop();
        break;
      case 'heard-up-to':
        sound.heardUpTo(ask.turn, ask.ms);
        break;
      case 'keep':
        kept.keep(ask.name, this.#lines);
        break;
      case 'tool-result':
        this.#tools.result(ask.result);
        break;
    }
  }

  end(): void {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    const { session, sound, sight, kept, given } = this.#parts;
    kept.forgotten = () => undefined;
    sound.use(null);
    sight.show(null);
    session.holdToTalk(false);
    session.clear();
    session.setSpoken(true);
    session.listenBy({});
    session.setTools([], NO_TOOLS_OF_THE_PAGE);
    session.give(given, []);
  }

  async #begin(terms: Terms): Promise<void> {
    const { session, sound, kept, given } = this.#parts;
    const { signal } = this.#end;
    this.#terms = terms;
    kept.forgotten = () => {
      this.#lines = [];
    };
    sound.use({
      sound: (turn, samples) => {
        this.#onSound({ kind: 'sound', turn, samples });
      },
      made: (turn) => {
        this.#onSound({ kind: 'made', turn });
      },
      hold: (down) => {
        this.#isOvertaken = true;
        session.holdToTalk(down);
      },
      dropped: this.#dropped,
    });
    session.clear();
    session.give({ ...given, ...NO_TOOLS_OF_PARLEY, ...settingsOf(terms) }, []);
    session.setSpoken(terms.spoken);
    session.listenBy(withoutNull(terms.listening));
    this.#useTools(terms.tools);
    session.happenings.subscribe(
      (happening) => {
        this.#onHappening(happening);
      },
      { signal },
    );
    session.slices.captions.subscribe(() => {
      this.#onCaptions();
    }, this.#end);
    session.slices.phase.subscribe(() => {
      this.#onPhase();
    }, this.#end);
    if (terms.resume !== null && !this.#resume(terms.resume, kept)) return;
    void session.start();
    await session.preload();
    if (signal.aborted) return;
    if (session.slices.phase.value === 'trouble') this.#tell({ kind: 'unable', why: 'broken', message: NO_MODELS });
    else this.#tell({ kind: 'ready' });
  }

  /** Goes on with what was kept. False where there is nothing of that name. */
  #resume(name: string, kept: KeptLines): boolean {
    const lines = kept.of(name);
    if (lines === null) {
      this.#tell({ kind: 'unable', why: 'no-such-conversation', message: 'BidiGenerateContent session not found.' });
      return false;
    }
    this.#say(...lines);
    this.#parts.session.tell(lines);
    return true;
  }

  /** As much as a history has of it. */
  #say(...lines: readonly Line[]): void {
    this.#lines = [...this.#lines, ...lines].slice(-MAX_HISTORY_ENTRIES);
  }

  #change({ instructions, tools }: Partial<Terms>): void {
    if (tools) this.#useTools(tools);
    if (!this.#terms || instructions === undefined) return;
    this.#terms = { ...this.#terms, instructions };
    this.#parts.session.give({ ...this.#parts.given, ...NO_TOOLS_OF_PARLEY, ...settingsOf(this.#terms) }, []);
  }

  #useTools(tools: Terms['tools']): void {
    this.#parts.session.setTools(this.#tools.definitions(tools), NO_TOOLS_OF_THE_PAGE);
  }

  #onHappening(happening: Happening): void {
    switch (happening.kind) {
      case 'turn-start':
        this.#onTurnStart(happening.turn);
        break;
      case 'user-said':
        this.#say({ role: 'user', text: happening.text });
        this.#results.userSpoke();
        this.#tell(happening);
        break;
      case 'reply-delta':
        this.#tell({ kind: 'words', turn: happening.turn, delta: happening.delta });
        break;
      case 'generated':
        this.#count(happening);
        break;
      case 'reply-end':
        this.#onTurnEnd(happening);
        break;
      case 'interrupted':
      case 'latency':
        break;
    }
  }

  /** An answer that calls functions is written piece by piece. */
  #count({ turn, tokens, readTokens }: Extract<Happening, { kind: 'generated' }>): void {
    const before = this.#counts.get(turn) ?? { tokens: 0, readTokens: 0 };
    this.#counts.set(turn, { tokens: before.tokens + tokens, readTokens: before.readTokens + readTokens });
  }

  #onTurnStart(turn: number): void {
    this.#turn = turn;
    this.#heard = 0;
    this.#isOvertaken = false;
    if (this.#terms?.interruptible === false) this.#parts.sound.holdBack(true);
    this.#tell({ kind: 'turn-start', turn });
    const early = this.#early.filter((told) => told.turn === turn);
    this.#early = [];
    // Words come with the turn's beginning, and before its sound.
    queueMicrotask(() => {
      for (const told of early) this.#onSound(told);
    });
  }

  #onSound(told: Extract<Told, { kind: 'sound' | 'made' }>): void {
    if (told.turn === this.#turn) this.#tell(told);
    else if (told.turn > (this.#turn ?? 0)) this.#early.push(told);
  }

  #onTurnEnd({ turn, text, reason }: Extract<Happening, { kind: 'reply-end' }>): void {
    if (text !== '') this.#say({ role: 'assistant', text });
    const counted = this.#counts.get(turn);
    for (const each of [...this.#counts.keys()]) if (each <= turn) this.#counts.delete(each);
    const said = this.#lines.reduce((sum, line) => sum + textTokens(line.text), textTokens(this.#terms?.instructions ?? ''));
    const promptTokens = Math.max(said - textTokens(text), counted?.readTokens ?? 0);
    this.#tell({ kind: 'usage', turn, usage: { promptTokens, responseTokens: counted?.tokens ?? textTokens(text) } });
    this.#turn = null;
    this.#tools.cancel();
    const isCutOff = reason === 'interrupted' || (reason === 'unheard' && (this.#isOvertaken || this.#isHearing));
    this.#tell({ kind: 'turn-end', turn, reason: isCutOff ? 'interrupted' : reason === 'complete' ? 'complete' : 'failed' });
    if (this.#terms?.interruptible === false) this.#parts.sound.holdBack(false);
    // The next turn may have begun with this one's end.
    queueMicrotask(() => {
      this.#tellResults();
    });
  }

  /** Tells the model of results that nobody has waited for, and has it speak of them, as soon as that is wanted. */
  #tellResults(): void {
    const { session } = this.#parts;
    if (this.#end.signal.aborted) return;
    const { lines, speaks } = this.#results.take({ isHearing: this.#isHearing, isAnswering: this.#turn !== null });
    if (lines.length === 0) return;
    this.#isOvertaken = true;
    this.#say(...lines);
    session.tell(lines);
    if (speaks) session.answer();
  }

  #onCaptions(): void {
    const { live } = this.#parts.session.slices.captions.value;
    if (live === null || live.turn !== this.#turn || live.heard <= this.#heard) return;
    const delta = live.text.slice(this.#heard, live.heard);
    this.#heard = live.heard;
    this.#tell({ kind: 'heard', turn: live.turn, delta });
  }

  #onPhase(): void {
    // `paused`: they speak over an answer.
    const isHearing = ['hearing', 'paused'].includes(this.#parts.session.slices.phase.value);
    if (isHearing !== this.#isHearing) this.#tell({ kind: isHearing ? 'voice-start' : 'voice-end' });
    this.#isHearing = isHearing;
    this.#tellResults();
  }
}

/** A client's conversation is not the page's: what the page can do is nothing to it, and its user is elsewhere, and can't be asked. */
const NO_TOOLS_OF_THE_PAGE = { pageTools: false, confirm: false };
/** Nor are the tools that Parley has, and what its user thinks of tools by these names. */
const NO_TOOLS_OF_PARLEY: Partial<Settings> = { ownTools: [], toolsOff: [] };

const TOO_LONG = 'The input token count exceeds the maximum number of tokens allowed.';
const NO_MODELS = 'The models could not be loaded: the page with Parley says why.';

/** What the terms say of the settings. */
function settingsOf({ instructions, voice, language }: Terms): Partial<Settings> {
  return {
    ...(instructions === '' ? {} : { systemPrompt: instructions }),
    ...(voice === null ? {} : { voice }),
    ...(language === null ? {} : { language }),
  };
}

function withoutNull<Values extends Record<string, number | null>>(values: Values): { [Name in keyof Values]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as { [Name in keyof Values]?: number };
}
