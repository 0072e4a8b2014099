import { plural } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

/** A time that is only roughly known: `less than a minute`, `about 5 minutes`, `about 3 hours`. */
export function formatMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return msg('less than a minute');
  if (minutes < 120) return plural(minutes, 'about a minute', str`about ${minutes} minutes`);
  const hours = Math.round(minutes / 60);
  return msg(str`about ${hours} hours`);
}
