/** What the attributes and the page's address say of the conversation. */
import { readGiven, type GivenProblem } from '../session/given.ts';
import type { SessionOptions } from '../session/parts.ts';
import type { Settings } from '../session/settings.ts';
import { givenTo, type AssistantAttributes } from './assistant-attributes.ts';
import { readLook } from './attributes.ts';

type Wishes = { settings: Partial<Settings>; address: Partial<Settings>; problems: GivenProblem[] };

export function wishesOf(element: AssistantAttributes, fromAddress?: URLSearchParams): Wishes {
  const given = givenTo(element);
  const { settings, problems } = readGiven(given);
  const address = readGiven((name) => fromAddress?.get(name) ?? null);
  const assetBase = given('asset-base');
  const folder: GivenProblem[] = assetBase === null || isAddress(assetBase) ? [] : [{ name: 'asset-base', is: 'folder' }];
  return {
    settings,
    address: address.settings,
    problems: [...problems, ...address.problems, ...readLook(given).problems, ...folder],
  };
}

/** Of its own, or beside the page. */
function isAddress(text: string): boolean {
  return URL.canParse(text, document.baseURI);
}

/** What a conversation is made with. */
export function optionsOf(element: AssistantAttributes, fromAddress?: URLSearchParams): SessionOptions {
  const { settings, address, problems } = wishesOf(element, fromAddress);
  const given = givenTo(element);
  const { allowSoftwareGpu } = element;
  const [assetBase, memoryId] = [given('asset-base'), given('memory-id')];
  return {
    ...settings,
    problems,
    fromAddress: address,
    ...(assetBase === null || !isAddress(assetBase) ? {} : { assetBase }),
    ...(memoryId === null ? {} : { memoryId }),
    allowSoftwareGpu,
  };
}
