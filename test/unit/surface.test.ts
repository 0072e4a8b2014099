/** What is written about the element is what it is: the manifest and the table against the class. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { manifestOf, readSurface } from '../../scripts/element/manifest.ts';
import { DOCUMENT, tableOf, withTable } from '../../scripts/element/table.ts';
import { defineParley } from '../../src/elements/define.ts';
import { ParleyAssistant } from '../../src/elements/parley-assistant.ts';

const surface = readSurface();
const ELEMENTS = path.resolve(import.meta.dirname, '../../src/elements');
const source = readdirSync(ELEMENTS)
  .filter((name) => name !== 'api.ts')
  .map((name) => readFileSync(path.join(ELEMENTS, name), 'utf8'))
  .join('\n');

const names = (all: readonly { name: string }[]) => all.map(({ name }) => name).sort();

describe('the surface that is written down', () => {
  it('has the attributes of the class', () => {
    const read = new Set(['state', 'data-muted']);
    const written = [...surface.properties.map(({ attribute }) => attribute), ...names(surface.tagged.attribute)];
    expect(written.filter((name) => !read.has(name)).sort()).toEqual([...ParleyAssistant.observedAttributes].sort());
  });

  it('has the methods of the class, and no other public ones', () => {
    const lifecycle =
      /^(constructor|render|scheduleUpdate|willUpdate|updated|(dis)?connectedCallback|connectedMoveCallback|attributeChangedCallback)$/;
    const { prototype } = ParleyAssistant;
    const methods = Object.getOwnPropertyNames(prototype).filter((name) => {
      const value: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      return typeof value === 'function' && !lifecycle.test(name);
    });
    expect(methods.sort()).toEqual(names(surface.methods));
  });

  it('has every event that is told, in lower case', () => {
    const told = [...source.matchAll(/'(parley-[a-z-]+)', (?=\{)/g)].map(([, name]) => name);
    expect([...new Set([...told, 'parley-state'])].sort()).toEqual(names(surface.events));
    for (const { name } of surface.events) expect(name).toMatch(/^parley(-[a-z]+)+$/);
  });

  it('has every slot, part and state', () => {
    const assistant = readFileSync(path.join(ELEMENTS, 'assistant-view.ts'), 'utf8');
    const slots = [...assistant.matchAll(/<slot name="([\w-]+)"/g)].map(([, name]) => name);
    expect(slots.sort()).toEqual(names(surface.tagged.slot));
    const given = [...source.matchAll(/(?:export)?parts?=(?:"([\w, -]+)"|\$\{[^}]*'([\w -]+)' : '([\w -]+)'\})/g)];
    const parts = given.flatMap(([, ...texts]) => texts.filter(Boolean).join(' ').split(/[ ,]+/));
    expect([...new Set(parts)].sort()).toEqual(names(surface.tagged.csspart));
    const states = /ParleyState = (.*);/.exec(readFileSync(path.join(ELEMENTS, 'api.ts'), 'utf8'))?.[1]?.match(/\w+/g) ?? [];
    expect([...states, 'muted'].sort()).toEqual(names(surface.tagged.cssstate));
  });

  it('has every custom property', () => {
    const used = [...source.matchAll(/var\((--parley-[\w-]+)/g)].map(([, name]) => name);
    // Set by the attribute `theme`.
    expect([...new Set(used)].filter((name) => name !== '--parley-color-scheme').sort()).toEqual(
      names(surface.tagged.cssproperty),
    );
  });

  it('says something of everything, and is the table of docs/element.md', () => {
    const { properties, methods, events, tagged } = surface;
    const { attribute, slot, csspart, cssproperty } = tagged;
    for (const each of [...properties, ...methods, ...events, ...attribute, ...slot, ...csspart, ...cssproperty]) {
      expect(each.description, each.name).not.toBe('');
    }
    const document = readFileSync(DOCUMENT, 'utf8');
    expect(withTable(document, tableOf(surface)), 'run npm run build:element').toBe(document);
  });

  it('is a manifest that tools can read', () => {
    expect(manifestOf(surface)).toMatchObject({
      schemaVersion: '1.0.0',
      modules: [{ declarations: [{ tagName: 'parley-assistant', customElement: true, members: expect.any(Array) as unknown }] }],
    });
  });
});

describe('defining the element', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it.each([
    ['nothing', undefined, 1, 0],
    ['the same class', ParleyAssistant, 0, 0],
    ['another copy of this version', { version: ParleyAssistant.version }, 0, 0],
    ['another version', { version: '0.0.1' }, 0, 1],
    ['something else', {}, 0, 1],
  ])('where there is %s', (_, known, definitions, warnings) => {
    const define = vi.fn();
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    vi.stubGlobal('customElements', { get: () => known, define });
    defineParley();
    expect(define).toHaveBeenCalledTimes(definitions);
    expect(warn).toHaveBeenCalledTimes(warnings);
  });
});
