/** The package's own package.json and types. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Surface } from './manifest.ts';

const API = path.resolve(import.meta.dirname, '../../src/elements/api.ts');

const NOTE = '// Made by `npm run build:element`.';

export function packageFile(named: { version: string; license: string; description: string }): object {
  return {
    name: 'parley-assistant',
    ...named,
    type: 'module',
    main: './index.js',
    types: './index.d.ts',
    jsdelivr: './cdn.js',
    unpkg: './cdn.js',
    customElements: './custom-elements.json',
    sideEffects: ['./define.js', './cdn.js', './parley.js', './later/*', './workers/*', './worklets/*'],
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './define': { types: './define.d.ts', default: './define.js' },
      './cdn': { types: './define.d.ts', default: './cdn.js' },
      './jsx': { types: './jsx.d.ts' },
      './workers/*': './workers/*',
      './worklets/*': './worklets/*',
      './custom-elements.json': './custom-elements.json',
      './integrity.json': './integrity.json',
      './package.json': './package.json',
    },
  };
}

/** Types, by file. */
export function typesOf(surface: Surface): Record<string, string> {
  return {
    'api.d.ts': readFileSync(API, 'utf8'),
    'index.d.ts': `${NOTE}
import type { ParleyElement } from './api.js';
export type * from './api.js';

/** The class. Importing it defines nothing. */
export declare const ParleyAssistant: { new (): ParleyElement; readonly version: string };
export type ParleyAssistant = ParleyElement;

/** Makes it the element \`<parley-assistant>\`. Where there is one already, that stays. */
export declare function defineParley(): void;

declare global {
  interface HTMLElementTagNameMap {
    'parley-assistant': ParleyElement;
  }
}
`,
    'define.d.ts': `${NOTE}\nimport './index.js';\n`,
    'jsx.d.ts': jsxTypes(surface),
  };
}

/** For React 19, which sets properties where there are some, and listens to \`on\` and the name of an event. */
function jsxTypes({ events }: Surface): string {
  const handlers = events.map(({ name }) => `  'on${name}'?: (event: ParleyEvents['${name}']) => void;`);
  return `${NOTE}
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ParleyElement, ParleyEvents, ParleyProperties } from './api.js';

export interface ParleyHandlers {
${handlers.join('\n')}
}

export type ParleyAttributes = Partial<ParleyProperties> &
  ParleyHandlers &
  DetailedHTMLProps<HTMLAttributes<ParleyElement>, ParleyElement>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'parley-assistant': ParleyAttributes;
    }
  }
}
`;
}
