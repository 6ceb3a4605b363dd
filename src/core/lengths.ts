/** How long texts may be, as the server counts them. Seen on a genuine one: `api/scenarios` 13 to 22. */
export interface Length {
  max: number;
  /** A character is a Unicode code point: an emoji is one of them, and four bytes in UTF-8. */
  unit: 'characters' | 'bytes';
}

/** Names of tags, flows, queues, access keys, extensions and customers, and most other texts. */
export const COLUMN: Length = { max: 255, unit: 'characters' };
/** Names and user names of agents. */
export const AGENT_NAME: Length = { max: 255, unit: 'bytes' };

/** What the server's password hash takes (bcrypt). */
export const PASSWORD: Length = { max: 72, unit: 'bytes' };

const sizes: Readonly<Record<Length['unit'], (text: string) => number>> = {
  characters: (text) => Array.from(text).length,
  bytes: (text) => new TextEncoder().encode(text).length,
};

/** What is wrong with a text that is longer than the server takes, or undefined. */
export function tooLong(text: string, { max, unit }: Length): string | undefined {
  return sizes[unit](text) > max ? `is longer than ${max} ${unit}` : undefined;
}

/** The beginning of a text, as much as fits; characters stay whole. */
export function cutTo(text: string, { max, unit }: Length): string {
  let size = 0;
  let cut = '';
  for (const character of text) {
    size += sizes[unit](character);
    if (size > max) break;
    cut += character;
  }
  return cut;
}
