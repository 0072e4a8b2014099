/** The attributes of the assistant, each of which is a property too. */
import { LitElement, type PropertyDeclarations } from 'lit';
import type { ParleyProperties } from './api.ts';
import { FLAGS, propertyOf, TEXTS } from './attributes.ts';

/** What is no text counts as not given: an object has no text of its own, and some throw when they are asked for one. */
const TEXT = { fromAttribute: (text: string | null) => text, toAttribute: textOf };
const TEXT_PROPERTIES = TEXTS.map((name) => [propertyOf(name), { converter: TEXT, reflect: true, attribute: name }]);
const FLAG_PROPERTIES = FLAGS.map((name) => [propertyOf(name), { type: Boolean, reflect: true, attribute: name }]);

export class AssistantAttributes extends LitElement implements ParleyProperties {
  static override properties = Object.fromEntries([...TEXT_PROPERTIES, ...FLAG_PROPERTIES]) as PropertyDeclarations;

  declare stt: string | null;
  declare llm: string | null;
  declare tts: string | null;
  declare voice: string | null;
  declare speed: number | string | null;
  declare volume: number | string | null;
  declare pushToTalk: boolean | string | null;
  declare noInterrupt: boolean | string | null;
  declare pageLanguage: string | null;
  declare systemPrompt: string | null;
  declare hub: string | null;
  declare askAboveMb: number | string | null;
  declare idleUnloadMinutes: number | string | null;
  declare ownTools: string | null;
  declare greeting: string | null;
  declare consentText: string | null;
  declare mode: string | null;
  declare layout: string | null;
  declare captions: string | null;
  declare theme: string | null;
  declare memoryId: string | null;
  declare assetBase: string | null;
  declare wholePage: boolean;
  declare noWakeLock: boolean;
  declare allowSoftwareGpu: boolean;
  declare usePageTools: boolean;
  declare confirmTools: boolean;

  constructor() {
    super();
    for (const name of TEXTS) Object.assign(this, { [propertyOf(name)]: null });
    for (const name of FLAGS) Object.assign(this, { [propertyOf(name)]: false });
  }

  /** `lang` is a property of every element already. */
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === 'lang') this.requestUpdate('lang', before ?? '');
  }
}

/** Reads the text of an attribute, as its property has it; null for none. */
export function givenTo(element: AssistantAttributes): (name: string) => string | null {
  const values = element as unknown as Readonly<Record<string, unknown>>;
  return (name) => (name === 'lang' ? element.getAttribute('lang') : textOf(values[propertyOf(name)]));
}

function textOf(value: unknown): string | null {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}

/** Whether something else is said now by one that is read as text. */
export function saysAnything(changed: ReadonlyMap<PropertyKey, unknown>): boolean {
  return [...TEXTS, 'lang'].some((name) => changed.has(propertyOf(name)));
}
