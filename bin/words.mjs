// Counts the words that docs/style.md retires, in what people read: comments, texts of the program, documents.
// `npm run words` stores the counts in test/words.json, and refuses when a word is used more often than before.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const STORED = join(root, 'test/words.json');

/** What to write instead is in docs/style.md, under the same names. */
export const RETIRED = {
  'is no': /(?<!\bthere )\b(?:is|are|was|were) no\b(?! (?:longer|more than|less than|later than))/gi,
  mend: /\bmend(?:s|ed|ing)?\b/gi,
  told: /\b(?:tells|told)\b(?! apart)|\btell of\b/gi,
  behind: /(?<!\b(?:left|leave|leaves) )\bbehind\b(?! (?:our|your|its) back)/gi,
  'hand in': /\bhand(?:s|ed)? in\b/gi,
  papers: /\bpapers\b/gi,
  patience: /\bpatience\b/gi,
  'comes to': /\b(?:come|comes|came) to\b/gi,
  stands: /\bstands?\b(?! (?:for|out|in for)\b)/gi,
  'goes on': /\b(?:goes|go|going|went) on\b/gi,
  'take back': /\b(?:take|takes|took|taken|taking)(?: it| them| a run| the \w+)? back\b/gi,
  'be had': /\bbe had\b/gi,
  'nobody is there': /\bnobody is there\b/gi,
  'of its making': /\bof (?:its|their|our) making\b/gi,
  'what is there': /\bwhat is there\b/gi,
  'is to be': /\b(?:is|are) to be\b/gi,
  'at once': /\bat once\b/gi,
  anew: /\banew\b/gi,
  beside: /\bbeside\b/gi,
  graver: /\bgraver?\b/gi,
  foretold: /\bforet(?:ell|ells|old)\b/gi,
  he: /(?<!\ble )\b(?:he|his|him)\b/gi,
};

const MADE_OR_QUOTING = new Set(['docs/audit-rules.md', 'docs/style.md']);
const READERS = {
  '.ts': proseOfCode,
  '.mjs': proseOfCode,
  '.js': proseOfCode,
  '.md': proseOfMarkdown,
  '.yaml': whole,
};

/** Every use of a retired word: which, in which file, on which line. */
export function retiredWords() {
  return files().flatMap((path) =>
    READERS[extension(path)](readFileSync(join(root, path), 'utf8')).flatMap(({ line, text }) =>
      Object.entries(RETIRED).flatMap(([word, pattern]) =>
        [...text.matchAll(pattern)].map(() => ({ word, path, line })),
      ),
    ),
  );
}

/** By folder and word, so that work in two folders does not meet in one line of the stored counts. */
export function countByFolder(uses) {
  const counts = {};
  for (const { word, path } of uses) {
    const ofFolder = (counts[dirname(path)] ??= {});
    ofFolder[word] = (ofFolder[word] ?? 0) + 1;
  }
  const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(Object.fromEntries(Object.entries(counts).map(([folder, words]) => [folder, sorted(words)])));
}

/** Over all folders: text may move from one folder to another. */
export function totals(counts) {
  const sums = Object.fromEntries(Object.keys(RETIRED).map((word) => [word, 0]));
  for (const words of Object.values(counts)) for (const word in words) sums[word] += words[word];
  return sums;
}

export const storedCounts = () => JSON.parse(readFileSync(STORED, 'utf8'));

function files() {
  const inside = (folder) =>
    readdirSync(join(root, folder), { recursive: true }).map(
      (name) => `${folder}/${name.replaceAll('\\', '/')}`,
    );
  return [...['src', 'bin', 'docs', 'examples'].flatMap(inside), 'README.md'].filter(
    (path) => extension(path) in READERS && !MADE_OR_QUOTING.has(path) && path !== 'bin/words.mjs',
  );
}

const extension = (path) => /\.\w+$/.exec(path)?.[0] ?? '';

/** Comments and strings; of templates the texts between their values. */
export function proseOfCode(source) {
  const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true);
  const found = new Map();
  const add = (start, text) =>
    found.set(start, { line: file.getLineAndCharacterOfPosition(start).line + 1, text: flat(text) });
  const comments = (ranges) => ranges?.forEach(({ pos, end }) => add(pos, source.slice(pos, end)));
  const visit = (node) => {
    comments(ts.getLeadingCommentRanges(source, node.getFullStart()));
    comments(ts.getTrailingCommentRanges(source, node.getEnd()));
    if (isText(node)) add(node.getStart(), node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  visit(file.endOfFileToken);
  return [...found].sort(([a], [b]) => a - b).map(([, prose]) => prose);
}

/** Not the path of an import, which names files. */
const isText = (node) =>
  (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) &&
  !ts.isImportDeclaration(node.parent) &&
  !ts.isExportDeclaration(node.parent);

/** A phrase may be broken over two lines of a comment. */
const flat = (text) => text.replaceAll(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' ');

/** Without blocks of code and what `npm run docs` writes. */
export function proseOfMarkdown(source) {
  const written = source.replaceAll(/<!-- begin ([\w-]+) -->[^]*?<!-- end \1 -->|^```[^]*?^```/gm, (block) =>
    block.replaceAll(/[^\n]/g, ''),
  );
  return paragraphs(written);
}

function whole(source) {
  return paragraphs(source.replaceAll(/^(\s*)#/gm, '$1 '));
}

function paragraphs(source) {
  let line = 1;
  return source.split(/(\n\s*\n)/).map((part) => {
    const at = { line, text: part.replaceAll(/\s*\n\s*/g, ' ') };
    line += part.split('\n').length - 1;
    return at;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) store();

function store() {
  const counts = countByFolder(retiredWords());
  const [before, after] = [totals(storedCounts()), totals(counts)];
  const risen = Object.keys(RETIRED).filter((word) => after[word] > before[word]);
  for (const word of risen)
    console.error(`"${word}" is used ${after[word]} times, ${before[word]} before: see docs/style.md`);
  if (risen.length > 0) process.exitCode = 1;
  else writeFileSync(STORED, `${JSON.stringify(counts, null, 2)}\n`);
}
