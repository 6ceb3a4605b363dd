/** When there is colour, and what makes it. */
import type { Paint } from '../../report/paint.ts';

export type ColourLevel = 0 | 1;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Flag, then FORCE_COLOR and CLICOLOR_FORCE, then NO_COLOR, CLICOLOR and TERM, then whether that very stream is a
 * terminal. An empty variable is an absent one.
 */
export function colourLevel(
  flag: 'auto' | 'always' | 'never' | undefined,
  env: Env,
  isTTY: boolean,
): ColourLevel {
  if (flag === 'always') return 1;
  if (flag === 'never') return 0;
  if (env['FORCE_COLOR']) return isOff(env['FORCE_COLOR']) ? 0 : 1;
  if (env['CLICOLOR_FORCE'] && !isOff(env['CLICOLOR_FORCE'])) return 1;
  if (env['NO_COLOR']) return 0;
  if (env['CLICOLOR'] === '0') return 0;
  if (env['TERM'] === 'dumb') return 0;
  return isTTY ? 1 : 0;
}

function isOff(value: string): boolean {
  return value === '0' || value.toLowerCase() === 'false';
}

const same = (text: string): string => text;

/** The colours of one stream; without colour, every text stays as it is. */
export async function createPaint(level: ColourLevel): Promise<Paint> {
  if (level === 0) return { dim: same, bold: same, red: same, yellow: same, green: same, cyan: same };
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return {
    dim: (text) => chalk.dim(text),
    bold: (text) => chalk.bold(text),
    red: (text) => chalk.red(text),
    yellow: (text) => chalk.yellow(text),
    green: (text) => chalk.green(text),
    cyan: (text) => chalk.cyan(text),
  };
}
