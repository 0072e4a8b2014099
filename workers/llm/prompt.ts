/** A prompt as token ids, with its pictures. */
import type { PreTrainedTokenizer, Processor, RawImage, Tensor } from '@huggingface/transformers';
import type { ChatMessage } from '../../src/protocol/messages.ts';
import { sha256 } from '../sha256.ts';

export type Prompt = {
  ids: number[];
  /** What each position stands for: the id, or for a picture's tokens which picture it is. Equal prefixes of this can share a cache. */
  keys: (number | string)[];
  images: Blob[];
  /** Of each of them, in the same order. */
  digests: string[];
  /** What it ends with, as text: a template may open the model's thoughts itself. */
  end: string;
};

/** How long the end of a prompt has to be to tell what it opens, characters. */
const END_CHARACTERS = 60;

/** For templates that know of it: the user waits for the answer. Others ignore it. */
const WITHOUT_THOUGHTS = { enable_thinking: false };

/** The parts of Gemma3Processor that its types leave out. */
export type VisionProcessor = Processor & {
  full_image_sequence: string;
  boi_token: string;
  image_token: string;
  image_processor: (images: RawImage[]) => Promise<{ pixel_values: Tensor }>;
};

/** `jinja`: where it lies in a file of its own; null where tokenizer or processor have it. `takesSystem`: whether what instructs the model may stand in a message of its own. */
export type ChatTemplate = { readonly jinja: string | null; readonly takesSystem: boolean };

/** Puts messages through the chat template. With a processor, pictures stand before the words of their message. */
export async function buildPrompt(
  messages: readonly ChatMessage[],
  tokenizer: PreTrainedTokenizer,
  processor: VisionProcessor | null,
  template: ChatTemplate,
): Promise<Prompt> {
  const images = processor ? messages.flatMap((message) => message.image ?? []) : [];
  let text = render(template.takesSystem ? messages : withoutSystem(messages), tokenizer, processor, template.jinja);
  if (processor) text = text.replaceAll(processor.boi_token, processor.full_image_sequence);
  const ids = tokenizer.encode(text, { add_special_tokens: false });
  const digests = await Promise.all(images.map(async (image) => sha256(await image.arrayBuffer())));
  const keys = processor && images.length > 0 ? withPictures(ids, digests, tokenizer, processor) : ids;
  return { ids, keys, images, digests, end: text.slice(-END_CHARACTERS) };
}

/** Messages as a chat template writes them. Throws what the template does. */
export function render(
  messages: readonly ChatMessage[],
  tokenizer: PreTrainedTokenizer,
  processor: VisionProcessor | null,
  jinja: string | null,
): string {
  const conversation = messages.map(({ role, text, image }) => ({
    role,
    content: image && processor ? [{ type: 'image' }, { type: 'text', text }] : text,
  }));
  return (processor ?? tokenizer).apply_chat_template(conversation, {
    tokenize: false,
    add_generation_prompt: true,
    ...(jinja === null ? {} : { chat_template: jinja }),
    ...WITHOUT_THOUGHTS,
  }) as unknown as string;
}

/** With the instructions before the first words of the user. */
function withoutSystem(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const [system, first, ...rest] = messages;
  if (system?.role !== 'system' || !first) return messages;
  return [{ ...first, text: `${system.text}\n\n${first.text}` }, ...rest];
}

/** The first position at which two prompts differ. */
export function commonPrefix(left: readonly (number | string)[], right: readonly (number | string)[]): number {
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left[at] === right[at]) at += 1;
  return at;
}

/** Token ids with each picture's tokens replaced by the picture's own digest: all pictures have the same ids. */
function withPictures(
  ids: readonly number[],
  digests: readonly string[],
  tokenizer: PreTrainedTokenizer,
  processor: VisionProcessor,
): (number | string)[] {
  const [imageId] = tokenizer.encode(processor.image_token, { add_special_tokens: false });
  let picture = -1;
  return ids.map((id, at) => {
    if (id !== imageId) return id;
    if (ids[at - 1] !== imageId) picture += 1;
    return digests[picture] ?? id;
  });
}
