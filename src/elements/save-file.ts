/** Gives the user a file to keep. */

/** `name` with its ending, which says what is in it: `.json` or `.md`. */
export function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  const type = name.endsWith('.json') ? 'application/json' : 'text/markdown';
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
