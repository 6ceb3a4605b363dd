/** HTML that can only be put together escaped: what is not markup already becomes text. */
import { line } from '../../../core/text.ts';

/** A piece of HTML or SVG that is safe to put into the page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | readonly Markup[];

/** A template of HTML: every value that is not markup is cleaned and escaped, in text and in quoted attributes. */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const inner = parts.slice(1).map((part, index) => contentText(values[index] ?? '') + part);
  return new Markup([parts[0] ?? '', ...inner].join(''));
}

export const nothing = new Markup('');

/** Pieces one after the other. */
export function join(pieces: readonly Markup[], between = ''): Markup {
  return new Markup(pieces.map(({ text }) => text).join(between));
}

function contentText(value: Content): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(contentText).join('');
  return escape(String(value));
}

/** HTML has no form for these two, not even an escaped one. */
const ILLEGAL = /[\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** One line of text for HTML and SVG, controls made visible. */
export function escape(text: string): string {
  return line(text)
    .replace(ILLEGAL, '')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}

/** At most `longest` characters, the last one a dot-dot-dot where something is missing. */
export function shorten(text: string, longest: number): string {
  const characters = Array.from(line(text));
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Opens a picture: its size is what it would like, the page may make it smaller. Sizes in pixels. */
export function pictureOpen(
  { id, title, description }: PictureText,
  width: number,
  height: number,
  viewBox: string,
): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${viewBox}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>`;
}

/** What a picture says to those who do not see it. */
export interface PictureText {
  /** Unique in the page. */
  id: string;
  title: string;
  description: string;
}
