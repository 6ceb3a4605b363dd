/** Text for XML, in which no reader stumbles over what an API sends. */
import { line } from '../core/text.ts';

export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(line(String(value)))}"`)
    .join('');
}

/** XML 1.0 has no form at all for these two; `line` has dealt with the other characters it forbids. */
const ILLEGAL = /[\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Without what no XML can hold: halves of surrogate pairs, too, have no bytes in UTF-8. */
export const xmlSafe = (text: string): string =>
  text.replace(ILLEGAL, '').replace(/\p{Surrogate}/gu, '\ufffd');

export function xmlText(text: string): string {
  return xmlSafe(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
