/** Templates of Lit without what only readers need. Bundlers leave them as they are: indentation would be a tenth of what a page fetches at first. */
import { transform } from 'lightningcss';
import { parseSync, type Plugin } from 'vite';

type Node = { type: string; start: number; end: number };
type Template = Node & { tag: Node & { name?: string }; quasi: { quasis: readonly Node[] } };

export const smallTemplates: Plugin = {
  name: 'parley-small-templates',
  apply: 'build',
  transform: {
    // Once it is JavaScript.
    order: 'post',
    filter: { id: /\/src\/.*\.ts$/, code: /\b(css|html|svg)`/ },
    handler: (code, id) => ({ code: smaller(code, id), map: null }),
  },
};

function smaller(code: string, file: string): string {
  let out = '';
  let done = 0;
  for (const { text, isStyles } of textsIn(parseSync(file, code, { lang: 'js' }).program)) {
    const written = code.slice(text.start, text.end);
    out += code.slice(done, text.start) + (isStyles ? smallerStyles(written, file) : smallerMarkup(written));
    done = text.end;
  }
  return out + code.slice(done);
}

/** Indentation is a space, as in what is shown. */
function smallerMarkup(markup: string): string {
  return markup.replaceAll(/\s*\n\s*/g, ' ');
}

/** Throws where it is no CSS. */
function smallerStyles(styles: string, filename: string): string {
  // Written as JavaScript writes it.
  if (styles.includes('\\')) return styles;
  return transform({ filename, code: Buffer.from(styles), minify: true }).code.toString();
}

/** The texts of the templates, in order. Styles that something is put into are left out. */
function textsIn(program: Node): { text: Node; isStyles: boolean }[] {
  const texts: { text: Node; isStyles: boolean }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      if (isTemplate(value)) {
        const { tag, quasi } = value;
        const isStyles = tag.name === 'css';
        if (!isStyles || quasi.quasis.length === 1) texts.push(...quasi.quasis.map((text) => ({ text, isStyles })));
      }
      Object.values(value).forEach(visit);
    }
  };
  visit(program);
  return texts.sort((one, other) => one.text.start - other.text.start);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function isTemplate(node: Node): node is Template {
  return node.type === 'TaggedTemplateExpression' && ['css', 'html', 'svg'].includes((node as Template).tag.name ?? '');
}
