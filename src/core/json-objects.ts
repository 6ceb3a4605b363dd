/** A long JSON text taken apart: the objects of a list, or of lines, one after another, so that never all are held. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * The texts of the outermost objects, of `[{…}, {…}]` and of `{…}\n{…}` alike.
 *
 * @throws SyntaxError for anything else between them, and for one that does not end.
 */
export function* jsonObjects(text: string): Generator<string, void, undefined> {
  const isList = /^[\s\ufeff]*\[/.test(text);
  let at = 0;
  for (;;) {
    const open = text.indexOf('{', at);
    const gap = compact(text.slice(at, open < 0 ? text.length : open));
    const isFirst = at === 0;
    if (open < 0) {
      const isEnd = isFirst ? gap === '' || gap === '[]' : gap === (isList ? ']' : '');
      if (isEnd) return;
      throw new SyntaxError('the list does not end');
    }
    if (gap !== (isList ? (isFirst ? '[' : ',') : '')) throw new SyntaxError('not a list of objects');
    at = endOf(text, open);
    yield text.slice(open, at);
  }
}

const compact = (gap: string): string => gap.replace(/[\s\ufeff]+/g, '');

/** The place after the object that opens here. */
function endOf(text: string, open: number): number {
  let depth = 0;
  let isText = false;
  for (let at = open; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isText) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isText = false;
    } else if (code === QUOTE) isText = true;
    else if (code === OPEN) depth += 1;
    else if (code === CLOSE && (depth -= 1) === 0) return at + 1;
  }
  throw new SyntaxError('an object does not end');
}
