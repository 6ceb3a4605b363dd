/** A long JSON text taken apart: the objects of a list, or of lines, one after another, so that never all are held. */
import { MOST_OF_OURS } from './input-sizes.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** An object whose end has not been read yet. */
interface Begun {
  /** Its text so far. */
  parts: string[];
  length: number;
  depth: number;
  isText: boolean;
  /** A backslash came last. */
  isEscaped: boolean;
}

/**
 * The texts of the outermost objects, of `[{…}, {…}]` and of `{…}\n{…}` alike.
 *
 * @param pieces The text, cut anywhere.
 * @throws SyntaxError for anything else between them, for one that does not end, and where there is nothing at all.
 */
export async function* jsonObjects(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string, void, undefined> {
  let [gap, before, isList] = ['', '', false];
  let begun: Begun | undefined;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      if (begun === undefined) {
        const open = piece.indexOf('{', at);
        gap += compact(piece.slice(at, open < 0 ? piece.length : open));
        // Anything else is refused without reading the rest.
        if (gap.length > 2) throw new SyntaxError('it is not a list of objects');
        if (open < 0) break;
        if (before === '') isList = gap === '[';
        if (gap !== (isList ? before || '[' : '')) throw new SyntaxError('it is not a list of objects');
        begun = { parts: [], length: 0, depth: 0, isText: false, isEscaped: false };
        at = open;
      }
      const end = endOf(piece, at, begun);
      hold(begun, piece.slice(at, end));
      at = end ?? piece.length;
      if (end === undefined) continue;
      yield begun.parts.join('');
      [gap, before, begun] = ['', ',', undefined];
    }
  }
  if (begun !== undefined) throw new SyntaxError('an object does not end');
  if (before === '' && gap === '') throw new SyntaxError('it is empty');
  if (gap !== (before === '' ? '[]' : isList ? ']' : '')) throw new SyntaxError('the list does not end');
}

const compact = (gap: string): string => gap.replace(/[\s\ufeff]+/g, '');

function hold(begun: Begun, part: string): void {
  begun.parts.push(part);
  begun.length += part.length;
  if (begun.length > MOST_OF_OURS) throw new SyntaxError('an object does not end');
}

/** The place after the object, where it ends in this piece. */
function endOf(piece: string, from: number, begun: Begun): number | undefined {
  let { depth, isText, isEscaped } = begun;
  for (let at = from; at < piece.length; at += 1) {
    const code = piece.charCodeAt(at);
    if (isEscaped) isEscaped = false;
    else if (isText) {
      if (code === BACKSLASH) isEscaped = true;
      else if (code === QUOTE) isText = false;
    } else if (code === QUOTE) isText = true;
    else if (code === OPEN) depth += 1;
    else if (code === CLOSE && (depth -= 1) === 0) return at + 1;
  }
  Object.assign(begun, { depth, isText, isEscaped });
  return undefined;
}
