/** A page in TypeScript that uses the package, as its compiler sees it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE, ROOT } from './two-origins.ts';

/** What the compiler has to say of it; nothing where all is well. */
export function typeErrors(): string {
  const folder = path.join(PACKAGE, '../parley-element-consumer');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'page.ts'), CONSUMER);
  const react = `export interface HTMLAttributes<T> { ref?: T }
    export type DetailedHTMLProps<E, T> = E & { key?: string; element?: T };
    export namespace JSX { interface IntrinsicElements { div: object } }`;
  writeFileSync(path.join(folder, 'react.d.ts'), react);
  const options = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      types: [],
      target: 'es2024',
      lib: ['es2024', 'dom', 'dom.iterable'],
      module: 'esnext',
      moduleResolution: 'bundler',
      paths: {
        'parley-assistant': ['../parley-element/index.d.ts'],
        'parley-assistant/jsx': ['../parley-element/jsx.d.ts'],
        react: ['./react.d.ts'],
      },
    },
    include: ['page.ts'],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(options));
  const { stdout } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  return stdout;
}

/** What must hold, and what must be an error. */
const CONSUMER = `
import { defineParley, ParleyAssistant } from 'parley-assistant';
import type { ParleyAttributes } from 'parley-assistant/jsx';
defineParley();
const parley = document.createElement('parley-assistant');
const version: string = ParleyAssistant.version;
parley.speed = 1.2;
parley.systemPrompt = null;
parley.addEventListener('parley-user-said', ({ detail }) => detail.text.length + version.length);
const started: Promise<boolean> = parley.startConversation();
const attributes: ParleyAttributes = { voice: 'af_heart', 'onparley-state': ({ detail }) => void detail.state };
// @ts-expect-error -- There is no such state.
parley.addEventListener('parley-state', ({ detail }) => detail.state === 'asleep');
// @ts-expect-error -- It is read only.
parley.state = 'idle';
export { attributes, started };
`;
