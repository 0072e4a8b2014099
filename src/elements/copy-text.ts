/** Puts a text where the user can paste it from. */
import { saveFile } from './save-file.ts';
import { msg, str } from '../locales/words.ts';

/** Says what became of it, in a line: where the browser lets a page copy nothing, it is a file. */
export async function copyText(text: string, fileName: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return msg('Copied.');
  } catch {
    saveFile(fileName, text);
    return msg(str`This browser lets the page copy nothing: it is in the file ${fileName}.`);
  }
}
