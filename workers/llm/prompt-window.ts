/** Keeps a conversation within a model's window: the newest of it, with the system prompt before it. Counting is the engine's affair. Pure. */
import { ParleyError } from '../../src/protocol/errors.ts';
import type { ChatMessage } from '../../src/protocol/messages.ts';

export class PromptWindow {
  /** What the prompt began with the last time, behind the system prompt: it begins there again, so that what the engine has read still counts. */
  #first: ChatMessage | null = null;

  /** The messages from where the last prompt began. */
  begin(messages: readonly ChatMessage[]): readonly ChatMessage[] {
    const first = this.#first;
    const at = first === null ? -1 : messages.findIndex(({ role, text }) => role === first.role && text === first.text);
    return at < 0 ? messages : [...systemOf(messages), ...messages.slice(at)];
  }

  /**
   * Without the older half, in one big step, after which the prompt only grows at its end for a while. A prompt begins with the user. Throws
   * where only the last message is left, which is then too long by itself: `tokens` of `most`.
   */
  shrink(messages: readonly ChatMessage[], tokens: number, most: number): readonly ChatMessage[] {
    const kept = this.withoutOlder(messages);
    if (!kept) throw tooLong(tokens, most);
    return kept;
  }

  /** The same, where nobody can count; null where only the last message is left. */
  withoutOlder(messages: readonly ChatMessage[]): readonly ChatMessage[] | null {
    const system = systemOf(messages);
    const said = messages.slice(system.length);
    if (said.length <= 1) return null;
    const half = said.slice(Math.ceil(said.length / 2));
    const user = half.findIndex(({ role }) => role === 'user');
    // Without its question a prompt is none, and with it goes what was done for it.
    const question = said.findLastIndex(({ role }) => role === 'user');
    if (user < 0 && question <= 0) return null;
    const kept = user < 0 ? said.slice(question) : half.slice(user);
    this.#first = kept[0] ?? null;
    return [...system, ...kept];
  }
}

function systemOf(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages[0]?.role === 'system' ? messages.slice(0, 1) : [];
}

/** It fits into no window, whatever is left out of the conversation. */
function tooLong(tokens: number, most: number): ParleyError {
  const count = (number: number) => number.toLocaleString('en');
  return new ParleyError('bad-input', `That is ${count(tokens)} tokens, and this language model takes ${count(most)} at once.`, {
    advice: 'Shorten it or send it in parts.',
  });
}
