/** The English texts that the code has for the user, found in its syntax. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A text as language files have it, with `${0}` for its first value, and where it stands. */
export type SourceText = { text: string; isCounted: boolean; place: string };

/** What `msg` and `translatable` are given, both forms of what `plural` is given, and fixed texts of errors, which are said in the page’s language too. */
export function sourceTexts(): SourceText[] {
  return inAll<SourceText>((node, found, file) => {
    const add = (text: ts.Node | undefined, isCounted = false) => {
      if (!text) return;
      const line = file.getLineAndCharacterOfPosition(text.getStart()).line + 1;
      for (const each of textsOf(text)) found.push({ text: each, isCounted, place: `${file.fileName}:${String(line)}` });
    };
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText();
      // One with an id of its own is no text.
      if ((name === 'msg' && node.arguments.length === 1) || name === 'translatable') add(node.arguments[0]);
      if (name === 'plural') add(node.arguments[2], true);
    }
    // What programs are told by the Live protocol is for programmers.
    if (file.fileName.startsWith(path.join('src', 'live'))) return;
    if (ts.isNewExpression(node) && node.expression.getText() === 'ParleyError') add(fixed(node.arguments?.[1]));
    const isOfError = ts.isPropertyAssignment(node) && ['message', 'advice'].includes(node.name.getText());
    if (isOfError) add(fixed(node.initializer));
  });
}

/** Calls of `msg` that are made when a module is loaded, and so in English for ever. */
export function tooEarly(): string[] {
  return files().flatMap((file) => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) return;
      if (ts.isCallExpression(node) && ['msg', 'plural', 'number', 'list'].includes(node.expression.getText()))
        found.push(node.getText());
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(file, visit);
    return found;
  });
}

/** Texts that stand in templates of elements and are said by nobody, with the attributes that are read to users. */
export function bareTexts(): string[] {
  return inAll<string>((node, found) => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') {
      const { template } = node;
      const markup = ts.isNoSubstitutionTemplateLiteral(template)
        ? template.text
        : template.head.text + template.templateSpans.map(({ literal }) => `\u0000${literal.text}`).join('');
      const attributes = [...markup.matchAll(/\s(?:aria-label|title|placeholder|label|alt)="([^"]*)"/g)].map(
        ([, text = '']) => text,
      );
      const between = markup.replaceAll(/<[a-z/][^>"]*(?:"[^"]*"[^>"]*)*>/g, '\u0000').split('\u0000');
      found.push(...[...attributes, ...between].map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text)));
    }
  });
}

/** What style sheets say of left and right, where start and end are meant. */
export function physicalStyles(): string[] {
  return inAll<string>((node, found, file) => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'css') {
      const sides = /[\w-]*\b(?:left|right)\b[\w-]*\s*:|:\s*(?:left|right)\s*;|\b(?:padding|margin|inset):(?:\s+[^\s;]+){4};/g;
      found.push(...[...node.getText().matchAll(sides)].map(([text]) => `${file.fileName} ${text}`));
    }
  });
}

/** What `look` finds in all nodes of all files. */
function inAll<Found>(look: (node: ts.Node, found: Found[], file: ts.SourceFile) => void): Found[] {
  const found: Found[] = [];
  for (const file of files()) {
    const visit = (node: ts.Node): void => {
      look(node, found, file);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

let read: ts.SourceFile[] | null = null;

function files(): ts.SourceFile[] {
  read ??= ['src', 'workers']
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
    )
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => ts.createSourceFile(name, readFileSync(path.join(ROOT, name), 'utf8'), ts.ScriptTarget.Latest, true));
  return read;
}

/** One with values has a place for them in no language file: it is said by its reason. */
function fixed(node: ts.Node | undefined): ts.Node | undefined {
  return node && (ts.isStringLiteral(node) || ts.isConditionalExpression(node)) ? node : undefined;
}

function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTaggedTemplateExpression(node)) return node.tag.getText() === 'str' ? textsOf(node.template) : [];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }, index) => `\${${String(index)}}${literal.text}`).join('')];
  }
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  return [];
}
