/** The fences of a Markdown page, with the notes that HTML comments above them give. */

export interface Fence {
  language: string;
  body: string;
  /** By their name: `<!-- exit code: 10 -->`; a note without a value is empty. */
  notes: Readonly<Partial<Record<Note, string>>>;
  /** The line of the page on which it begins. */
  line: number;
  /** Notes and fence as they are in the page. */
  source: string;
  withBody: (body: string) => string;
}

/** What a comment can say of the fence that follows it. */
const noteNames = [
  'account',
  'staff',
  'file',
  'answers',
  'exit code',
  'first lines',
  'not run',
  'prints nothing',
] as const;
export type Note = (typeof noteNames)[number];

const FENCE = /^((?:<!-- (?!begin |end )[^\n]* -->\n+)*)(```(\S*)\n)([^]*?)(^```$)/gm;

/** The page in pieces, which put together are the page: text, and fences. */
export function piecesOf(page: string): (string | Fence)[] {
  const pieces: (string | Fence)[] = [];
  let end = 0;
  for (const found of page.matchAll(FENCE)) {
    const [source, comments = '', open = '', language = '', body = '', close = ''] = found;
    pieces.push(page.slice(end, found.index));
    end = found.index + source.length;
    pieces.push({
      language,
      body,
      notes: notesIn(comments),
      line: page.slice(0, found.index + comments.length).split('\n').length,
      source,
      withBody: (text) => `${comments}${open}${text.trimEnd()}\n${close}`,
    });
  }
  return [...pieces, page.slice(end)];
}

function notesIn(comments: string): Fence['notes'] {
  const notes: Partial<Record<Note, string>> = {};
  for (const [, text = ''] of comments.matchAll(/<!-- (.*?) -->/g)) {
    const name = noteNames.find((one) => text === one || text.startsWith(`${one}: `));
    if (name !== undefined) notes[name] = text.slice(name.length + 2);
  }
  return notes;
}
