/** What a terminal shows, as an SVG that browsers draw with the reader's own monospaced font. */

export type Theme = 'dark' | 'light';

interface Palette {
  background: string;
  frame: string;
  text: string;
  dim: string;
  /** By the number of the color in an escape sequence, less 30. */
  colors: readonly string[];
}

/** Each color has a contrast of at least 4.5 to the background. */
const palettes: Readonly<Record<Theme, Palette>> = {
  dark: {
    background: '#0d1117',
    frame: '#30363d',
    text: '#e6edf3',
    dim: '#8b949e',
    colors: ['#8b949e', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#e6edf3'],
  },
  light: {
    background: '#ffffff',
    frame: '#d0d7de',
    text: '#1f2328',
    dim: '#59636e',
    colors: ['#59636e', '#b3211d', '#116329', '#7d4e00', '#0550ae', '#6639ba', '#0b5c66', '#1f2328'],
  },
};

interface Style {
  bold: boolean;
  dim: boolean;
  color: number | undefined;
}

const plain: Style = { bold: false, dim: false, color: undefined };
const CELL = { width: 8.4, height: 19, size: 14 };
const MARGIN = 16;

/** `text`: as it was written, with its escape sequences. `title`: what is read to those who do not see it. */
export function terminalPicture(text: string, title: string, theme: Theme): string {
  const palette = palettes[theme];
  const lines = text.trimEnd().split('\n');
  const columns = Math.max(...lines.map((line) => Array.from(line.replaceAll(ESCAPE, '')).length));
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  let style = plain;
  const rows = lines.map((line, row) => {
    const spans = spansOf(line, style);
    style = spans.after;
    const y = MARGIN + row * CELL.height + CELL.size;
    return spans.spans.map(({ column, words, style: of }) => span(column, y, words, of, palette)).join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${palette.background}" stroke="${palette.frame}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${CELL.size}" fill="${palette.text}" xml:space="preserve">`,
    ...rows.filter((row) => row !== ''),
    '</g>',
    '</svg>\n',
  ].join('\n');
}

const ESCAPE = /\u001b\[([\d;]*)m/g;

interface Span {
  column: number;
  words: string;
  style: Style;
}

function spansOf(line: string, before: Style): { spans: Span[]; after: Style } {
  const spans: Span[] = [];
  let style = before;
  let column = 0;
  line.split(ESCAPE).forEach((part, index) => {
    if (index % 2 === 1) {
      for (const code of part.split(';')) style = styled(style, Number(code));
      return;
    }
    const indent = part.length - part.trimStart().length;
    if (part.trim() !== '') spans.push({ column: column + indent, words: part.trim(), style });
    column += Array.from(part).length;
  });
  return { spans, after: style };
}

function styled(style: Style, code: number): Style {
  if (code === 0) return plain;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  if (code === 39) return { ...style, color: undefined };
  if (code === 90) return { ...style, color: 0 };
  throw new Error(`no picture for the escape sequence ${code}`);
}

/** Its length is given, so that columns are where they are in a terminal, whatever font there is. */
function span(column: number, y: number, words: string, style: Style, palette: Palette): string {
  const { bold, dim, color } = style;
  const fill = color === undefined ? (dim ? palette.dim : undefined) : palette.colors[color];
  const attributes = [
    `x="${rounded(MARGIN + column * CELL.width)}" y="${y}"`,
    `textLength="${rounded(Array.from(words).length * CELL.width)}" lengthAdjust="spacingAndGlyphs"`,
    ...(bold ? ['font-weight="bold"'] : []),
    ...(fill === undefined ? [] : [`fill="${fill}"`]),
  ];
  return `<text ${attributes.join(' ')}>${escaped(words)}</text>`;
}

const rounded = (value: number): string => String(Math.round(value * 10) / 10);
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
