/** The pictures of the README: the program run for a terminal that shows colors, in a dark and a light version. */
import { bench } from '../support/program.ts';
import { terminalPicture, type Theme } from './picture.ts';

export const PICTURE_FOLDER = 'docs/pictures';

interface Picture {
  seed: string;
  line: string;
  /** What is read to those who do not see it. */
  title: string;
  /** How many lines it has; of a longer output the beginning is shown, to the end of a paragraph. */
  lines: number;
}

const shown: Readonly<Record<string, Picture>> = {
  audit: {
    seed: 'empty',
    line: 'audit --demo',
    title: 'A terminal that shows the beginning of a review: four sections, then findings with their fixes',
    lines: 32,
  },
  trace: {
    seed: 'empty',
    line: 'trace +14155550106 --demo',
    title: 'A terminal that shows one call, second by second: what is said, where it leads, and how it ends',
    lines: 32,
  },
};

/** Every picture as SVG, by its path from the root of the project. */
export async function pictures(shipped: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const [name, { seed, line, title, lines }] of Object.entries(shown)) {
    const output = beginningOf(await colored(seed, line, shipped), lines);
    for (const theme of ['dark', 'light'] satisfies Theme[])
      files[`${PICTURE_FOLDER}/${name}-${theme}.svg`] = terminalPicture(
        `\u001b[2m$\u001b[22m \u001b[1mvoipbin ${line}\u001b[22m\n\n${output}`,
        title,
        theme,
      );
  }
  return files;
}

async function colored(
  seed: string,
  line: string,
  shipped: Readonly<Record<string, string>>,
): Promise<string> {
  const { code, stdout, stderr } = await bench(seed).run(line, {
    terminal: true,
    columns: 88,
    env: { TERM: 'xterm-256color', FORCE_COLOR: '1' },
    files: Object.fromEntries(Object.entries(shipped).map(([path, text]) => [`/${path}`, text])),
  });
  if (code !== 0) throw new Error(`\`voipbin ${line}\` ends with exit code ${code}: ${stderr}`);
  return stdout;
}

function beginningOf(text: string, lines: number): string {
  const all = text.trimEnd().split('\n');
  if (all.length <= lines) return all.join('\n');
  const end = all.lastIndexOf('', lines);
  return [...all.slice(0, end + 1), `\u001b[2m... ${all.length - end - 1} more lines\u001b[22m`].join('\n');
}
