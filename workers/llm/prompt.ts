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

/** Puts messages through the chat template. With a processor, pictures stand before the words of their message. */
export async function buildPrompt(
  messages: readonly ChatMessage[],
  tokenizer: PreTrainedTokenizer,
  processor: VisionProcessor | null,
  chatTemplate: string | null = null,
): Promise<Prompt> {
  const images = processor ? messages.flatMap((message) => message.image ?? []) : [];
  const conversation = messages.map(({ role, text, image }) => ({
    role,
    content: image && processor ? [{ type: 'image' }, { type: 'text', text }] : text,
  }));
  const template = processor ?? tokenizer;
  let text = template.apply_chat_template(conversation, {
    tokenize: false,
    add_generation_prompt: true,
    ...(chatTemplate === null ? {} : { chat_template: chatTemplate }),
    ...WITHOUT_THOUGHTS,
  }) as unknown as string;
  if (processor) text = text.replaceAll(processor.boi_token, processor.full_image_sequence);
  const ids = tokenizer.encode(text, { add_special_tokens: false });
  const digests = await Promise.all(images.map(async (image) => sha256(await image.arrayBuffer())));
  const keys = processor && images.length > 0 ? withPictures(ids, digests, tokenizer, processor) : ids;
  return { ids, keys, images, digests, end: text.slice(-END_CHARACTERS) };
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
