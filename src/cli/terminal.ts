import type { Output } from '../core/ports.ts';
import { clean, wrapped } from '../core/text.ts';

/** Of what people look at; undefined where a program reads. */
export const terminalWidth = ({ isTTY, columns }: Output): number | undefined =>
  isTTY ? (columns ?? 80) : undefined;

/** Lines for a person, whole words on a terminal; one line each for a program. What nobody sees in them is shown. */
export const linesFor = (output: Output, text: string): string =>
  text
    .split('\n')
    .flatMap((line) => wrapped(clean(line), terminalWidth(output) ?? Infinity))
    .map((line) => `${line}\n`)
    .join('');
