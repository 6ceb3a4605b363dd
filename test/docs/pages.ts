/**
 * README and pages are run: every command in them, from the first to the last, on one account in memory, and what it
 * prints takes the place of the output that is written below it. How a page says what it wants is in `docs/style.md`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench, rich, staffEnv, type Bench, type RunOptions } from '../support/program.ts';
import { piecesOf, type Fence } from './markdown.ts';

export interface Refreshed {
  /** The page with the outputs as they are now. */
  text: string;
  /** What is wrong with the page: commands that fail, and fences of which nobody says what they are. */
  problems: string[];
  /** The commands that were run. */
  ran: string[];
}

/** README and the pages that people write; the style is for those who write them, the rules are generated. */
export const pagePaths = (root: string): string[] => [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && !['audit-rules.md', 'style.md'].includes(name))
    .map((name) => `docs/${name}`),
];

/** The files that pages may name because everyone has them. */
export const shippedFiles = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [`examples/${name}`, readFileSync(join(root, 'examples', name), 'utf8')]),
  );

/** A page with all its outputs refreshed. `shipped`: files of the package that commands may name, by their path. */
export async function refreshed(text: string, shipped: Readonly<Record<string, string>>): Promise<Refreshed> {
  const page: Page = { made: accountOf('departments', shipped), shipped, ran: [] };
  const problems: string[] = [];
  const parts: string[] = [];
  let printed: string | undefined;
  let isGenerated = false;
  for (const piece of piecesOf(text)) {
    if (typeof piece === 'string') {
      // An output follows its command directly.
      if (piece.trim() !== '') printed = undefined;
      for (const [, marker] of piece.matchAll(/<!-- (begin|end) [\w-]+ -->/g))
        isGenerated = marker === 'begin';
      parts.push(piece);
      continue;
    }
    if (isGenerated) {
      parts.push(piece.source);
      continue;
    }
    const say = (problem: string): void => {
      problems.push(`line ${piece.line}: ${problem}`);
    };
    const { account } = piece.notes;
    if (account !== undefined) page.made = accountOf(account, shipped);
    if (isOutput(piece) && printed !== undefined) {
      parts.push(piece.withBody(cut(printed, piece.notes['first lines'])));
      printed = undefined;
      continue;
    }
    parts.push(piece.source);
    if (piece.language === 'sh') printed = await runFence(page, piece, say);
    else keep(page, piece, say);
  }
  return { text: parts.join(''), problems, ran: page.ran };
}

interface Page {
  made: Bench;
  shipped: Readonly<Record<string, string>>;
  ran: string[];
}

const LONGEST_MS = 20_000;

const isOutput = ({ language, notes }: Fence): boolean =>
  language === 'text' && notes['not run'] === undefined && notes.file === undefined;

/** `name`: of an example account; `name, plan basic` may make more than a free one. */
function accountOf(name: string, shipped: Readonly<Record<string, string>>): Bench {
  const [seed = '', plan] = name.split(', plan ');
  const made = plan === undefined ? bench(seed) : rich(bench(seed));
  for (const [path, text] of Object.entries(shipped))
    made.files.set(`${FOLDER}/${path}`, { text, mode: 0o644 });
  return made;
}

/** Where the reader works. */
const [HOME, FOLDER] = ['/Users/anna', '/Users/anna/phones'];
const computer: Pick<RunOptions, 'system' | 'probes'> = {
  system: { homedir: HOME, cwd: FOLDER, nodeVersion: '24.11.1' },
  probes: {
    machine: () =>
      Promise.resolve({
        node: '/usr/local/bin/node',
        script: '/usr/local/bin/voipbin',
        user: 'anna',
        home: HOME,
        isRoot: false,
        timeZone: 'UTC',
        hasSystemd: true,
        hasCrontab: true,
      }),
  },
};
const variables = { HOME, VOIPBIN_CONFIG_DIR: '', NO_COLOR: '1' };

/** A fence that is not a command is a file, or says why it is neither. */
function keep(page: Page, { language, notes, body }: Fence, say: (problem: string) => void): void {
  if (notes.file !== undefined) page.made.files.set(`${FOLDER}/${notes.file}`, { text: body, mode: 0o644 });
  else if (notes['not run'] === undefined)
    say(`the ${language || 'unnamed'} fence has no \`<!-- file: ... -->\` and no \`<!-- not run: ... -->\``);
}

/** Runs the commands of a fence; what the last one shows on a terminal of 80 columns. */
async function runFence(
  page: Page,
  { body, notes }: Fence,
  say: (problem: string) => void,
): Promise<string | undefined> {
  if (notes['not run'] !== undefined) return undefined;
  let shown: string | undefined;
  for (const line of commandsIn(body)) {
    const [, env = '', words, , into] = COMMAND.exec(line) ?? [];
    if (words === undefined) {
      say(`\`${line}\` is not one command of voipbin, and has no \`<!-- not run: ... -->\``);
      continue;
    }
    // An answer without a question, or a question without an answer, is an error of the page.
    const answer = await runLine(page, words, {
      env: { ...variablesIn(env), ...(notes.staff !== undefined && (await staffEnv(page.made))) },
      answers: (notes.answers ?? '').split(', ').filter(Boolean).map(answerOf),
      terminal: into === undefined,
    }).catch((error: unknown) => String(error));
    if (typeof answer === 'string') {
      say(`\`${line}\`: ${answer}`);
      continue;
    }
    page.ran.push(words);
    if (into !== undefined) page.made.files.set(`${FOLDER}/${into}`, { text: answer.stdout, mode: 0o644 });
    const wanted = Number(notes['exit code'] ?? 0);
    if (answer.code !== wanted)
      say(`\`${line}\` ends with exit code ${answer.code}, not ${wanted}: ${answer.stderr}`);
    shown = answer.shown;
    if (notes['prints nothing'] !== undefined && shown !== '') say(`\`${line}\` prints ${shown}`);
  }
  return shown;
}

/** `A=b npx voipbin audit -o json > file`: variables, words, file. */
const COMMAND = /^((?:[A-Z_]+=\S+ )*)(?:npx )?voipbin ([^|<>&;]*?)( > (\S+))?$/;

const commandsIn = (body: string): string[] =>
  body
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s+)# .*$/, '').trim())
    .filter((line) => line !== '');

const variablesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([A-Z_]+)=(\S+) /g)].map(([, name = '', value = '']) => [name, value]),
  );

const answerOf = (word: string): boolean | string => (word === 'yes' ? true : word === 'no' ? false : word);

async function runLine(
  { made }: Page,
  words: string,
  options: RunOptions,
): Promise<{ code: number; stdout: string; stderr: string; shown: string }> {
  let shown = '';
  const { code, stdout, stderr } = await made.run(words, {
    ...options,
    ...computer,
    columns: 80,
    env: { ...variables, ...options.env },
    // Of what serves until it is stopped nothing is left to run: it says why.
    signal: AbortSignal.timeout(LONGEST_MS),
    onShow: (text) => (shown += text),
  });
  // A progress line writes over itself.
  const lasting = shown.replaceAll(/(?:\r?\u001b\[K[^\r\n\u001b]*)+(?=\r?\u001b\[K)|\r?\u001b\[K|\r/g, '');
  return { code, stdout, stderr, shown: lasting.trimEnd() };
}

function cut(text: string, lines: string | undefined): string {
  if (lines === undefined) return text;
  const all = text.split('\n');
  const some = all.slice(0, Number(lines));
  return some.length === all.length ? text : [...some, '...'].join('\n').replace(/\n+\.\.\.$/, '\n...');
}
