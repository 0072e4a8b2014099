/** What the attributes and the page's address say of the conversation. */
import { readGiven, type GivenProblem } from '../session/given.ts';
import type { SessionOptions } from '../session/parts.ts';
import type { Settings } from '../session/settings.ts';
import { givenTo, type AssistantAttributes } from './assistant-attributes.ts';
import { readLook } from './attributes.ts';

type Wishes = { settings: Partial<Settings>; address: Partial<Settings>; problems: GivenProblem[] };

export function wishesOf(element: AssistantAttributes, fromAddress?: URLSearchParams): Wishes {
  const { settings, problems } = readGiven(givenTo(element));
  const address = readGiven((name) => fromAddress?.get(name) ?? null);
  return {
    settings,
    address: address.settings,
    problems: [...problems, ...address.problems, ...readLook(givenTo(element)).problems],
  };
}

/** What a conversation is made with. */
export function optionsOf(element: AssistantAttributes, fromAddress?: URLSearchParams): SessionOptions {
  const { settings, address, problems } = wishesOf(element, fromAddress);
  const { assetBase, memoryId, allowSoftwareGpu } = element;
  return {
    ...settings,
    problems,
    fromAddress: address,
    ...(assetBase === null ? {} : { assetBase }),
    ...(memoryId === null ? {} : { memoryId }),
    allowSoftwareGpu,
  };
}
