/** What of a model's text is its answer: no thoughts between tags, and nothing after a control token. Pure. */

/** How models open and close what they think; the last is the harmony form of gpt-oss, whose answer comes in a channel of its own. */
const THOUGHTS: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<reflection>', '</reflection>'],
  ['<scratchpad>', '</scratchpad>'],
  ['<analysis>', '</analysis>'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['[THINK]', '[/THINK]'],
  ['<seed:think>', '</seed:think>'],
  ['<|thinking|>', '<|/thinking|>'],
  ['<|START_THINKING|>', '<|END_THINKING|>'],
  ['<|channel>thought', '<channel|>'],
  ['<unused94>', '<unused95>'],
  ['◁think▷', '◁/think▷'],
  ['<|channel|>analysis<|message|>', '<|end|>'],
];

/** What stands around an answer and is no part of it. */
const FRAMES: readonly string[] = [
  '<|start|>assistant',
  '<|channel|>final<|message|>',
  '<answer>',
  '</answer>',
  '<|begin_of_solution|>',
  '<|end_of_solution|>',
];

/** How a text begins, where a server writes that out. In the midst of an answer `<s>` strikes through. */
const BEGINNINGS: readonly string[] = ['<bos>', '<|begin_of_text|>', '<|startoftext|>', '<s>'];

/** What closes thoughts that nothing opened: a template did, or a server left it out. Of gpt-oss it ends any message. */
const UNOPENED = THOUGHTS.filter(([, close]) => close !== '<|end|>');

/** Everything that may begin in a piece and end in a later one. */
const TAGS: readonly string[] = [
  ...THOUGHTS.map(([open]) => open),
  ...UNOPENED.map(([, close]) => close),
  ...FRAMES,
  ...BEGINNINGS,
];

/** The tags, and the tokens that they are made of. */
const MARKS: ReadonlySet<string> = new Set(
  [...THOUGHTS.flat(), ...FRAMES].flatMap((tag) => [tag, ...(tag.match(/<[^<>]+>|\[[^[\]]+\]/g) ?? [])]),
);

/** Whether a token of a vocabulary tells thoughts from the answer. */
export function isMark(token: string): boolean {
  return MARKS.has(token);
}

/** A text without such tags: thoughts and answer in one. */
export function withoutMarks(text: string): string {
  return [...MARKS].reduce((rest, mark) => rest.replaceAll(mark, ''), text);
}

/** A token of the template that was written as text: whatever comes after it is the model talking to itself. "</sub>" is none. */
const CONTROL =
  /<(?:(?:end_of_turn|start_of_turn|eos|pad|turn\||\|turn|\/s)>|\|[A-Za-z][\w ]{0,30}\|>?|｜[^｜<>]{1,30}｜>?)|\[\/?INST\]/;

/** The longest that any of these can be, characters: so much may have to be waited for. */
const LONGEST = 40;

/** Takes an answer as it is written, piece by piece. */
export class AnswerFilter {
  /** The close tag that is waited for; null in the answer itself. */
  #close: string | null;
  /** What may yet turn out to be the beginning of a tag. */
  #held = '';
  #isOver = false;
  /** There were thoughts, or are. */
  #hasThought: boolean;
  #opening = '';
  #isBegun = false;

  /** `opensWith`: what the prompt ends with, since a template may open the thoughts itself. */
  constructor(opensWith = '') {
    const open = THOUGHTS.find(([tag]) => opensWith.trimEnd().endsWith(tag));
    this.#close = open?.[1] ?? null;
    this.#hasThought = open !== undefined;
  }

  /** Whether a control token ended the answer: nothing after it counts. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get hasThought(): boolean {
    return this.#hasThought;
  }

  /** The tag that is missing at the beginning of the answer, since thoughts ended that nothing had opened; '' where none is. */
  get opening(): string {
    return this.#opening;
  }

  /** Whether what came so far ends in the middle of a thought. */
  get isThinking(): boolean {
    return this.#close !== null;
  }

  /** What of the answer is certain with this piece. */
  push(delta: string): string {
    this.#held += delta;
    return this.#take(false);
  }

  /** What is left when nothing more comes. */
  end(): string {
    return this.#take(true);
  }

  #take(isEnd: boolean): string {
    let text = '';
    while (this.#held !== '' && !this.#isOver) {
      if (this.#close !== null) {
        const at = this.#held.indexOf(this.#close);
        if (at < 0) {
          // Only what may be the beginning of the close tag is still of interest.
          this.#held = isEnd ? '' : this.#held.slice(-this.#close.length);
          break;
        }
        this.#held = this.#held.slice(at + this.#close.length);
        this.#close = null;
        continue;
      }
      const next = firstMark(this.#held, this.#isBegun);
      if (next === null) {
        const waits = isEnd ? this.#held.length : safeLength(this.#held);
        text += this.#begun(this.#held.slice(0, waits));
        this.#held = this.#held.slice(waits);
        break;
      }
      // A longer tag may begin with this one.
      if (!isEnd && next.mayGrow) {
        text += this.#begun(this.#held.slice(0, next.at));
        this.#held = this.#held.slice(next.at);
        break;
      }
      text += this.#begun(this.#held.slice(0, next.at));
      this.#held = this.#held.slice(next.at + next.length);
      if (next.kind === 'control') this.#isOver = true;
      else if (next.kind === 'open') {
        this.#close = next.close;
        this.#hasThought = true;
      } else if (next.kind === 'close') {
        this.#opening = next.open;
        this.#hasThought = true;
      }
    }
    return text;
  }

  /** Blank lines between the thoughts and the answer are no part of it. */
  #begun(text: string): string {
    const begun = this.#isBegun || !this.#hasThought ? text : text.trimStart();
    this.#isBegun ||= begun.trim() !== '';
    return begun;
  }
}

type Kind = { kind: 'open'; close: string } | { kind: 'close'; open: string } | { kind: 'frame' } | { kind: 'control' };
type Mark = { at: number; length: number; mayGrow: boolean } & Kind;

/** The first tag or control token; of those that begin at one place the longest. `isBegun`: whether there was text of the answer before. */
function firstMark(text: string, isBegun: boolean): Mark | null {
  const marks: Mark[] = [];
  const note = (at: number, length: number, kind: Kind) => {
    if (at >= 0) marks.push({ at, length, mayGrow: mayGrow(text, at, length), ...kind });
  };
  for (const [open, close] of THOUGHTS) note(text.indexOf(open), open.length, { kind: 'open', close });
  for (const [open, close] of UNOPENED) note(text.indexOf(close), close.length, { kind: 'close', open });
  for (const frame of FRAMES) note(text.indexOf(frame), frame.length, { kind: 'frame' });
  const start = text.length - text.trimStart().length;
  const beginning = isBegun ? undefined : BEGINNINGS.find((each) => text.startsWith(each, start));
  if (beginning !== undefined) note(start, beginning.length, { kind: 'frame' });
  const control = CONTROL.exec(text);
  if (control) note(control.index, control[0].length, { kind: 'control' });
  marks.sort((one, other) => one.at - other.at || other.length - one.length);
  return marks[0] ?? null;
}

/** Whether what stands at the end of the text may yet become a longer tag than it is. */
function mayGrow(text: string, at: number, length: number): boolean {
  if (at + length < text.length && !text.slice(at).startsWith('<|')) return false;
  const rest = text.slice(at);
  return TAGS.some((tag) => tag.length > rest.length && tag.startsWith(rest));
}

/** How much of the text can't be the beginning of a tag. */
function safeLength(text: string): number {
  for (let at = Math.max(0, text.length - LONGEST); at < text.length; at += 1) {
    const rest = text.slice(at);
    const isTag = TAGS.some((tag) => tag.startsWith(rest));
    if (isTag || /^(?:<\/?(?:[a-z_|｜][\w ▁|｜:]*)?|\[\/?I?N?S?T?)$/iu.test(rest)) return at;
  }
  return text.length;
}
