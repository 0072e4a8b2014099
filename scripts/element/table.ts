/** The surface of the element as one table of docs/element.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSurface, type Described, type Surface } from './manifest.ts';

export const DOCUMENT = path.resolve(import.meta.dirname, '../../docs/element.md');

const BEGIN = '<!-- The table is made from the sources by `npm run build:element`. -->';
const END = '<!-- End of the table. -->';

export function tableOf({ properties, methods, events, tagged }: Surface): string {
  const rows: [kind: string, name: string, text: string][] = [
    ...properties.map(({ name, attribute, type, description }): [string, string, string] => [
      'attribute, property',
      [...new Set([attribute, name])].map(code).join(', '),
      `${description} ${code(type.text)}`,
    ]),
    ...tagged.attribute.map(row('attribute')),
    ...methods.map(({ text, description }): [string, string, string] => ['method', code(text), description]),
    ...events.map(({ name, type, description }): [string, string, string] => [
      name === 'parley-consent' ? 'event, cancelable' : 'event',
      code(name),
      `${description} ${code(type.text.replace(/^CustomEvent<(.*)>$/, '$1'))}`,
    ]),
    ...tagged.slot.map(row('slot')),
    ...tagged.csspart.map(row('part')),
    ...tagged.cssproperty.map(row('custom property')),
    ...tagged.cssstate.map(row('state')),
  ];
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.trim().replaceAll('|', String.raw`\|`)).join(' | ')} |`);
  return ['| kind | name | what it is |', '| --- | --- | --- |', ...lines].join('\n');
}

/** The document with this table in its place. Throws where it has no place for one. */
export function withTable(document: string, table: string): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`There is no place for the table between ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n${table}\n${END}${after}`;
}

export function writeTable(): void {
  writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, 'utf8'), tableOf(readSurface())));
}

function row(kind: string) {
  return ({ name, description }: Described): [string, string, string] => [kind, code(name), description];
}

function code(text: string): string {
  return `\`${text}\``;
}
