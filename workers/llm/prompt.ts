/** A prompt as token ids, with its pictures. */
import type { PreTrainedTokenizer, Processor, RawImage, Tensor } from '@huggingface/transformers';
import type { ChatMessage } from '../../src/protocol/messages.ts';

export type Prompt = {
  ids: number[];
  /** What each position stands for: the id, or for a picture's tokens which picture it is. Equal prefixes of this can share a cache. */
  keys: (number | string)[];
  images: Blob[];
};

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
): Promise<Prompt> {
  const images = processor ? messages.flatMap((message) => message.image ?? []) : [];
  const conversation = messages.map(({ role, text, image }) => ({
    role,
    content: image && processor ? [{ type: 'image' }, { type: 'text', text }] : text,
  }));
  const template = processor ?? tokenizer;
  let text = template.apply_chat_template(conversation, { tokenize: false, add_generation_prompt: true }) as unknown as string;
  if (processor) text = text.replaceAll(processor.boi_token, processor.full_image_sequence);
  const ids = tokenizer.encode(text, { add_special_tokens: false });
  const keys = processor && images.length > 0 ? await withPictures(ids, images, tokenizer, processor) : ids;
  return { ids, keys, images };
}

/** The first position at which two prompts differ. */
export function commonPrefix(left: readonly (number | string)[], right: readonly (number | string)[]): number {
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left[at] === right[at]) at += 1;
  return at;
}

/** Token ids with each picture's tokens replaced by the picture's own digest: all pictures have the same ids. */
async function withPictures(
  ids: readonly number[],
  images: readonly Blob[],
  tokenizer: PreTrainedTokenizer,
  processor: VisionProcessor,
): Promise<(number | string)[]> {
  const [imageId] = tokenizer.encode(processor.image_token, { add_special_tokens: false });
  const digests = await Promise.all(images.map(digest));
  let picture = -1;
  return ids.map((id, at) => {
    if (id !== imageId) return id;
    if (ids[at - 1] !== imageId) picture += 1;
    return digests[picture] ?? id;
  });
}

async function digest(image: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await image.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
