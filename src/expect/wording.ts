/** What a calls file writes of what is said: a text, or a pattern between slashes. */
import { quote } from '../core/yaml/reader.ts';
import type { Wording } from './calls-file.ts';

const PATTERN = /^\/(.+)\/([a-z]*)$/s;

export const isPattern = (written: string): boolean => PATTERN.test(written);

/** A wording, or what is wrong with the pattern. */
export function wordingOf(written: string): Wording | string {
  const [, source, flags = ''] = PATTERN.exec(written) ?? [];
  if (source === undefined) return { written, isIn: (spoken) => plain(spoken).includes(plain(written)) };
  if (/[^imsu]/.test(flags)) return `a pattern may end in /i, /m, /s or /u, not in /${flags}`;
  try {
    const pattern = new RegExp(source, flags);
    return { written, isIn: (spoken) => pattern.test(spoken) };
  } catch (error) {
    return `${quote(written)} is not a pattern: ${reasonOf(error)}`;
  }
}

/** Capitals and line breaks are nothing that one hears. */
const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** The engine repeats the whole pattern before it says what is wrong. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(': ').at(-1)?.toLowerCase() ?? '';
