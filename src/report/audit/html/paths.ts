/** The call paths as SVG, laid out by Graphviz from left to right; the page's style sheet gives the colours. */
import { drawGraph } from '../../graphviz.ts';
import type { PictureEdge, PictureNode } from '../../calls/picture.ts';
import { line } from '../../../core/text.ts';
import { escape, Markup, pictureOpen, shorten, type PictureText } from './markup.ts';
import type { PathChoice } from './path-choice.ts';

/** Characters, and lines. */
const NAME = { width: 24, lines: 5 };
const LONGEST_LABEL = 40;
/** Points, and pixels of the page. */
const FONT_SIZE = 12;

/** Where there is less room, the picture shrinks to three quarters and no further: then it scrolls. */
const SMALLEST = 0.75;

export async function drawPaths({ nodes, edges }: PathChoice, text: PictureText): Promise<Markup> {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const font = { fontname: 'Arial', fontsize: FONT_SIZE };
  const svg = await drawGraph({
    directed: true,
    graphAttributes: { rankdir: 'LR', bgcolor: 'transparent', ranksep: 0.32, nodesep: 0.16, pad: 0.06 },
    nodeAttributes: { shape: 'box', style: 'rounded,filled', margin: '0.12,0.07', height: 0.3, ...font },
    edgeAttributes: { arrowsize: 0.7, ...font, fontsize: FONT_SIZE - 1 },
    nodes: nodes.map((node, index) => ({ name: `n${index}`, attributes: nodeAttributes(node) })),
    edges: edges.map(({ from, to, label, lost }) => ({
      tail: names.get(from) ?? '',
      head: names.get(to) ?? '',
      attributes: {
        class: lost ? 'dead' : 'live',
        style: lost ? 'dashed' : 'solid',
        ...(label === '' ? {} : { label: labelText([` ${shorten(label, LONGEST_LABEL)} `]) }),
      },
    })),
  });
  return page(svg, text, nodes, edges);
}

function nodeAttributes(node: PictureNode): Record<string, string | number> {
  const lines = nodeLines(node);
  const wide = Math.max(...lines.map(({ text }) => widthOf(text)));
  return {
    label: labelText(lines.map(({ text }) => text)),
    class: `${node.kind} ${node.lost ? 'dead' : 'live'}`,
    // Inches; a minimum: the layout knows neither bold letters nor those beyond Latin, nor the fonts that are there.
    width: Math.round((wide / 72 + 0.25) * 100) / 100,
  };
}

interface Line {
  /** What the style sheet calls it. */
  role: 'kind' | 'name';
  text: string;
}

function nodeLines({ kind, label, lost }: PictureNode): Line[] {
  return [
    { role: 'kind', text: `${lost ? '✕ dead end: ' : ''}${kind}`.toUpperCase() },
    ...wrap(label, NAME).map((text) => ({ role: 'name' as const, text })),
  ];
}

/** A label gives backslashes and entities a meaning of their own. */
function labelText(lines: readonly string[]): string {
  return lines.map((text) => escape(text).replaceAll('\\', '\\\\')).join('\\n');
}

/** Points, roughly: letters of East Asia and pictures are as wide as they are high. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0x1100) width += FONT_SIZE * 1.1;
    else if (/[A-Z\d+]/.test(char) || code > 0x7f) width += FONT_SIZE * 0.74;
    else width += FONT_SIZE * 0.6;
  }
  return width;
}

/** Never empty; a dot-dot-dot ends it where something is missing. */
function wrap(text: string, { width, lines: most }: { width: number; lines: number }): string[] {
  const lines = [''];
  for (const word of line(text).split(' ')) {
    const part = shorten(word, width);
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = part;
    else if (last.length + 1 + part.length <= width) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').replace(/…$/, '')}…`];
}

/** As the page wants it: no prologue, no fonts, no ids, and the full names where the short ones stand. */
function page(
  svg: string,
  text: PictureText,
  nodes: readonly PictureNode[],
  edges: readonly PictureEdge[],
): Markup {
  const viewBox = /viewBox="([\d. -]+)"/.exec(svg)?.[1] ?? '0 0 1 1';
  const [, , width = 1, height = 1] = viewBox.split(' ').map(Number);
  const names = new Map(nodes.map(({ id, label }) => [id, label]));
  const nodeTitles = nodes.map(({ kind, label }) => `${kind} ${label}`);
  const edgeTitles = edges.map(
    ({ from, to, label }) =>
      `${names.get(from) ?? ''} → ${names.get(to) ?? ''}${label === '' ? '' : ` (${label})`}`,
  );
  const inner = svg
    .replace(/^[^]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<!--[^]*?-->\n?/g, '')
    .replace(/ (?:font-family|xml:space)="[^"]*"/g, '')
    .replace(/<g id="graph0"/, '<g')
    .replace(/<g id="edge(\d+)"([^>]*)>\n<title>[^<]*<\/title>/g, (_, number: string, rest: string) =>
      opened(rest, edgeTitles[Number(number) - 1]),
    )
    .replace(
      /<g id="node(\d+)"([^>]*)>\n<title>[^<]*<\/title>([^]*?)<\/g>/g,
      (_, number: string, rest: string, body: string) => {
        const node = nodes[Number(number) - 1];
        const roles = node === undefined ? [] : nodeLines(node).map(({ role }) => role);
        let at = 0;
        const drawn = body.replace(/<text/g, () => `<text class="${roles[at++] ?? 'name'}"`);
        return `${opened(rest, nodeTitles[Number(number) - 1])}${drawn}</g>`;
      },
    );
  return new Markup(
    `<div class="drawing" style="min-width:${Math.round(width * SMALLEST)}px">${pictureOpen(text, Math.ceil(width), Math.ceil(height), viewBox).text}${inner.trim()}</svg></div>`,
  );
}

/** A group of the drawing with what a pointer over it is told. */
function opened(attributes: string, title = ''): string {
  return `<g${attributes}><title>${escape(title)}</title>`;
}
