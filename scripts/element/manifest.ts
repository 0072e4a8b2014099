/** The surface of the element as a Custom Elements Manifest, read from the types and comments of src/elements. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ELEMENTS = path.resolve(import.meta.dirname, '../../src/elements');

export type Described = { name: string; description: string };
export type Property = Described & { type: { text: string }; attribute: string };
export type Method = Described & { text: string };
export type Event = Described & { type: { text: string } };

export type Surface = {
  description: string;
  properties: Property[];
  methods: Method[];
  events: Event[];
  /** By the tag that names them. */
  tagged: Record<'attribute' | 'slot' | 'csspart' | 'cssproperty' | 'cssstate', Described[]>;
};

export function readSurface(): Surface {
  const api = parse('api.ts');
  const assistant = parse('parley-assistant.ts');
  const { description, tags } = commentOf(classOf(assistant), assistant);
  const members = (name: string) =>
    interfaceOf(api, name).members.map((member) => ({
      name: member.name === undefined ? '' : textOf(member.name, api).replaceAll("'", ''),
      description: commentOf(member, api).description,
      member,
    }));
  return {
    description,
    properties: members('ParleyProperties').map(({ member, ...rest }) => ({
      ...rest,
      attribute: rest.name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      type: { text: typeOf(member, api) },
    })),
    methods: members('ParleyMethods').map(({ member, ...rest }) => ({ ...rest, text: textOf(member, api).replace(/;$/, '') })),
    events: members('ParleyEvents').map(({ member, ...rest }) => ({ ...rest, type: { text: typeOf(member, api) } })),
    tagged: {
      attribute: tagged(tags, 'attribute'),
      slot: tagged(tags, 'slot'),
      csspart: tagged(tags, 'csspart'),
      cssproperty: tagged(tags, 'cssproperty'),
      cssstate: tagged(tags, 'cssstate'),
    },
  };
}

/** As https://github.com/webcomponents/custom-elements-manifest has it, version 1.0.0, with `cssStates` as later tools write them. */
export function manifestOf({ description, properties, methods, events, tagged }: Surface): object {
  const declaration = { name: 'ParleyAssistant', module: 'index.js' };
  return {
    schemaVersion: '1.0.0',
    modules: [
      {
        kind: 'javascript-module',
        path: 'index.js',
        declarations: [
          {
            kind: 'class',
            name: 'ParleyAssistant',
            tagName: 'parley-assistant',
            customElement: true,
            superclass: { name: 'HTMLElement' },
            description,
            attributes: [
              ...properties.map(({ name, attribute, ...rest }) => ({ name: attribute, fieldName: name, ...rest })),
              ...tagged.attribute.map((each) => ({ ...each, type: { text: 'string' } })),
            ],
            members: [
              ...properties.map((each) => ({ kind: 'field', ...each, reflects: true })),
              ...methods.map(({ text, ...each }) => ({ kind: 'method', ...each, ...signatureOf(text) })),
            ],
            events,
            slots: tagged.slot,
            cssParts: tagged.csspart,
            cssProperties: tagged.cssproperty,
            cssStates: tagged.cssstate,
          },
        ],
        exports: [
          { kind: 'js', name: 'ParleyAssistant', declaration },
          { kind: 'custom-element-definition', name: 'parley-assistant', declaration },
        ],
      },
    ],
  };
}

/** `sendText(text: string): Promise<boolean>`: at most one parameter is all there is. */
function signatureOf(text: string): object {
  const [, parameter = '', result = ''] = /\((.*)\): (.+)$/s.exec(text) ?? [];
  const [name = '', type = ''] = parameter.split(': ');
  return { parameters: name === '' ? [] : [{ name, type: { text: type } }], return: { type: { text: result } } };
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(path.join(ELEMENTS, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

function interfaceOf(file: ts.SourceFile, name: string): ts.InterfaceDeclaration {
  const found = file.statements.filter(ts.isInterfaceDeclaration).find((each) => each.name.text === name);
  if (!found) throw new Error(`${file.fileName} has no interface ${name}`);
  return found;
}

function classOf(file: ts.SourceFile): ts.ClassDeclaration {
  const found = file.statements.find(ts.isClassDeclaration);
  if (!found) throw new Error(`${file.fileName} has no class`);
  return found;
}

function typeOf(member: ts.TypeElement, file: ts.SourceFile): string {
  if (!ts.isPropertySignature(member) || !member.type) throw new Error(`${textOf(member, file)} has no type`);
  return textOf(member.type, file).replaceAll(/\s+/g, ' ');
}

function textOf(node: ts.Node, file: ts.SourceFile): string {
  return node.getText(file);
}

/** The comment above it: what comes before its tags in one line, and the tags. */
function commentOf(node: ts.Node, file: ts.SourceFile): { description: string; tags: string[] } {
  const source = file.getFullText();
  const ranges = ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [];
  const comment = ranges.map(({ pos, end }) => source.slice(pos, end)).findLast((text) => text.startsWith('/**')) ?? '';
  const plain = comment.replaceAll(/^\/\*\*|\*\/$/g, '').replaceAll(/^\s*\* ?/gm, '');
  const [description = '', ...tags] = plain.split(/^@/m);
  return { description: inOneLine(description), tags: tags.map(inOneLine) };
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** `slot header - In place of the name.` */
function tagged(tags: readonly string[], tag: string): Described[] {
  return tags.flatMap((text) => {
    const [, kind, name = '', description = ''] = /^(\S+) (\S+)(?: - (.*))?$/.exec(text) ?? [];
    return kind === tag ? [{ name, description }] : [];
  });
}
