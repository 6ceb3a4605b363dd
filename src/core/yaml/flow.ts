/** Changes within brackets, on one line or several. */
import type { YAMLMap, YAMLSeq } from 'yaml';
import { entriesOf, type Entry } from './layout.ts';

/** An entry as it was, changed or not, or a new one. */
export interface Piece {
  /** Its index before; undefined for a new one. */
  was: number | undefined;
  text: string;
}

/** The text of a collection in brackets, of these pieces in this order. */
export function rewriteFlow(text: string, collection: YAMLMap | YAMLSeq, pieces: readonly Piece[]): string {
  const [start = 0, end = 0] = collection.range ?? [];
  const entries = entriesOf(collection);
  if (pieces.length === entries.length && pieces.every(({ was }, index) => was === index)) {
    const ends = [start, ...entries.map((entry) => entry.end)];
    const heads = [...entries.map(({ head }) => head), end];
    const between = heads.map((head, index) => text.slice(ends[index], head));
    return between.map((gap, index) => `${gap}${pieces[index]?.text ?? ''}`).join('');
  }
  const seams = seamsOf(text, entries, end - 1);
  const first = entries[0]?.head ?? end - 1;
  const [opening, lead] = atLineBreak(text.slice(start + 1, first));
  const leads = [lead, ...seams.map(({ lead: next }) => next)];
  const isSpread = opening.includes('\n');
  const eol = opening.endsWith('\r\n') ? '\r\n' : '\n';
  const usual = leads[1] ?? (isSpread ? lead : ' ');
  const ending = seams.at(-1);
  const list = pieces.map(({ was, text: piece }, index) => {
    const isFirst = index === 0;
    const isLast = index === pieces.length - 1;
    const before = was === undefined || (was === 0 && !isSpread) ? usual : (leads[was] ?? usual);
    const begin = isFirst && !isSpread ? lead : before;
    const comma = isLast ? (ending?.comma ?? '') : ',';
    const trail = was === undefined ? (isSpread ? eol : '') : (seams[was]?.trail ?? '');
    return `${begin}${piece}${comma}${trail}`;
  });
  const close = pieces.length === 0 ? '' : (ending?.lead ?? '');
  return `${text[start] ?? ''}${opening}${list.join('')}${close}${text[end - 1] ?? ''}`;
}

interface Seam {
  comma: string;
  /** The rest of the line after an entry. */
  trail: string;
  /** What is before the next one, or before the end. */
  lead: string;
}

/** What is between the entries, and after the last one. */
function seamsOf(text: string, entries: readonly Entry[], close: number): Seam[] {
  return entries.map((entry, index) => {
    const gap = text.slice(entry.end, entries[index + 1]?.head ?? close);
    const at = commaIn(gap);
    const rest = at < 0 ? gap : `${gap.slice(0, at)}${gap.slice(at + 1)}`;
    const [trail, lead] = atLineBreak(rest);
    return { comma: at < 0 ? '' : ',', trail, lead };
  });
}

/** The comma that is not in a comment. */
function commaIn(gap: string): number {
  return gap.replace(/(^|\s)#[^\n]*/g, (comment) => ' '.repeat(comment.length)).indexOf(',');
}

/** Up to the first line break, and the rest; without one all is rest. */
function atLineBreak(gap: string): [line: string, rest: string] {
  const at = gap.indexOf('\n') + 1;
  return [gap.slice(0, at), gap.slice(at)];
}
