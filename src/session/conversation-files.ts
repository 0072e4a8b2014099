/** Conversations as files: JSON that can be taken in again, Markdown to be read. Pure. */
import * as v from 'valibot';
import { msg, str, translatable } from '../locales/words.ts';
import { ParleyError } from '../protocol/errors.ts';
import { callInWords, callStates } from '../tools/call-words.ts';
import { isObject, readJson, writeJson } from '../tools/json.ts';
import type { Args } from '../tools/tool.ts';
import { MAX_HISTORY_ENTRIES, type Entry, type History } from '../turn/history.ts';
import { tidyTitle, titleOf } from './conversation-search.ts';

/** As the list has it. `usedAt`: ms since 1970. */
export type FiledConversation = { readonly title: string; readonly usedAt: number; readonly history: History };

const FORMAT = 'parley-conversations';
/** With what was done from 2 on. */
const VERSIONS = [1, 2];
const VERSION = Math.max(...VERSIONS);

/** Largest file that is read, bytes: all that can be kept is smaller unless every answer is a book. */
export const LARGEST_FILE_BYTES = 50_000_000;
/** Longest text of an entry, characters: an answer has 400 tokens, and what is typed has to fit a language model. */
const LONGEST_TEXT = 100_000;
/** The last moment that a Date can have, ms since 1970. */
const LAST_MOMENT = 8.64e15;

/** Texts as they are; names of other things that may stand beside them are let go of. */
const Text = v.pipe(
  v.string(translatable('“text” has to be a text.')),
  v.maxLength(LONGEST_TEXT, () => msg(str`“text” is longer than ${LONGEST_TEXT} characters.`)),
);
const Name = v.pipe(
  v.string(translatable('A tool has no name.')),
  v.maxLength(200, translatable('The name of a tool is too long.')),
);
/** What is remembered of calls. */
const OUTCOMES = ['done', 'failed', 'refused', 'cancelled'] as const;
const Line = v.variant(
  'role',
  [
    v.object({ role: v.literal('user'), text: Text }),
    v.object({
      role: v.literal('assistant'),
      text: Text,
      interrupted: v.optional(v.boolean(translatable('“interrupted” is true or false.')), false),
    }),
    v.object({
      role: v.literal('tool'),
      // As it would have been told: nothing in it can pass for a token of a template.
      text: v.pipe(
        Text,
        v.check((text) => readJson(text) !== undefined, translatable('“text” of a tool has to be JSON.')),
        v.transform((text) => writeJson(readJson(text))),
      ),
      title: Name,
      outcome: v.picklist(OUTCOMES, translatable('“outcome” says how a call went.')),
      untrusted: v.optional(v.boolean(), true),
      call: v.object({ name: Name, args: v.custom<Args>(isObject, translatable('“args” has to be an object.')) }),
    }),
  ],
  translatable('“role” has to be “user”, “assistant” or “tool”.'),
);

const File = v.object(
  {
    format: v.literal(FORMAT, translatable('This is no file of Parley’s conversations.')),
    version: v.pipe(
      v.number(translatable('The file says no version.')),
      v.maxValue(VERSION, translatable('The file is of a newer Parley: load this page again to have that.')),
      v.picklist(VERSIONS, translatable('Parley knows no such version of the file.')),
    ),
    conversations: v.pipe(
      v.array(
        v.object({
          title: v.optional(v.pipe(v.string(translatable('“title” has to be a text.')), v.transform(tidyTitle)), ''),
          usedAt: v.optional(
            v.pipe(
              v.number(translatable('“usedAt” has to be a number.')),
              v.minValue(0, translatable('A time lies before 1970.')),
              v.maxValue(LAST_MOMENT, translatable('A time lies too far ahead.')),
            ),
            0,
          ),
          entries: v.pipe(
            v.array(Line, translatable('“entries” has to be a list.')),
            v.minLength(1, translatable('A conversation has no entries.')),
            v.maxLength(MAX_HISTORY_ENTRIES, () => msg(str`A conversation has more than ${MAX_HISTORY_ENTRIES} entries.`)),
          ),
        }),
        translatable('“conversations” has to be a list.'),
      ),
      v.minLength(1, translatable('There are no conversations in it.')),
    ),
  },
  translatable('This is no file of Parley’s conversations.'),
);

/** As JSON that `fromJson` reads. */
export function toJson(conversations: readonly FiledConversation[]): string {
  const all = conversations.map(({ title, usedAt, history }) => ({
    title,
    usedAt,
    entries: history.map(filed),
  }));
  return JSON.stringify({ format: FORMAT, version: VERSION, conversations: all }, null, 2);
}

function filed(entry: Entry): object {
  const { role, text } = entry;
  if (role === 'user') return { role, text };
  if (role === 'assistant') return { role, text, interrupted: entry.interrupted };
  const { title, outcome, untrusted, call } = entry;
  return { role, text, title, outcome, untrusted, call: { name: call.name, args: call.args } };
}

/** What such a file says; turns are counted anew. Throws a ParleyError `bad-input` that says what is wrong with it, and where. */
export function fromJson(text: string): FiledConversation[] {
  const file = readJson(text);
  if (file === undefined) throw refused(msg('This is no JSON, or only a part of it.'), '');
  const { output, issues, success } = v.safeParse(File, file);
  if (success) return output.conversations.map(({ entries, ...about }) => ({ ...about, history: numbered(entries) }));
  const [{ message, path }] = issues;
  throw refused(msg(message), placeOf(path));
}

/** To be read, by people and by other programs: what was said stands in quotes, whatever is in it. */
export function toMarkdown(conversation: FiledConversation): string {
  const said = conversation.history.map((entry) => {
    if (entry.role === 'tool')
      return `**Parley** (${callStates()[entry.outcome]})\n\n${quoted(`⚙ ${callInWords(entry.title, entry.call.args)}`)}`;
    const isCut = entry.role === 'assistant' && entry.interrupted;
    return `**${entry.role === 'user' ? msg('You') : 'Parley'}**${isCut ? ` (${msg('interrupted')})` : ''}\n\n${quoted(entry.text)}`;
  });
  const when = new Date(conversation.usedAt).toISOString().slice(0, 10);
  return `${[`# ${titleOf(conversation).replaceAll(/[\\`*_[\]<>#]/g, String.raw`\$&`)}`, when, ...said].join('\n\n')}\n`;
}

/** A name for the file of a conversation that every file system takes, without its ending. */
export function fileName(conversation: FiledConversation): string {
  const words =
    titleOf(conversation)
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 6) ?? [];
  return ['parley', ...words].join('-').toLowerCase().slice(0, 80);
}

/** Lines that begin with `>`; what could be read as HTML is marked as text. */
function quoted(text: string): string {
  return text
    .replaceAll(/<(?=[a-z/!?])/gi, String.raw`\<`)
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** An answer has the turn of the question before it, and so has what was done for it. */
function numbered(entries: readonly v.InferOutput<typeof Line>[]): History {
  let turn = 0;
  return entries.map((entry, index): Entry => {
    if (entry.role === 'user' || turn === 0) turn += 1;
    if (entry.role !== 'tool') return { ...entry, turn };
    return { ...entry, turn, call: { ...entry.call, id: `${String(turn)}-${String(index)}` } };
  });
}

/** Such as “conversation 2, entry 7”. */
function placeOf(path: readonly { readonly key: unknown }[] = []): string {
  const names = [msg('conversation'), msg('entry')];
  const numbers = path.flatMap(({ key }) => (typeof key === 'number' ? [key + 1] : []));
  return numbers.map((number, index) => `${names[index] ?? ''} ${String(number)}`).join(', ');
}

function refused(what: string, where: string): ParleyError {
  return new ParleyError('bad-input', msg(str`The file was not taken${where === '' ? '' : ` (${where})`}: ${what}`), {
    advice: 'Nothing was changed. Take a file that Parley has saved as JSON.',
  });
}
