/** Text for XML, in which no reader stumbles over what an API sends. */
import { line } from './audit/outcomes.ts';

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

export function xmlText(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
