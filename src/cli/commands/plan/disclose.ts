/** What is in a plan file that was exported and does not belong into other hands or other accounts. */
import { basename } from 'node:path';
import { plural } from '../../../core/text.ts';
import { markYaml } from '../../../core/yaml/comment.ts';
import { parseYaml, type YamlPath } from '../../../core/yaml/parse.ts';
import { BOUND, boundIn, credentialsIn } from '../../../plan/disclosures.ts';
import type { Context } from '../../context.ts';

const SHOWN = 5;

/**
 * Warns of it, with the lines.
 * @param path Where the text goes; undefined for standard output.
 * @returns The text, in which the lines of ids are marked.
 */
export async function disclose(context: Context, text: string, path: string | undefined): Promise<string> {
  const { value, valueAt } = parseYaml(text);
  const lineOf = (at: YamlPath): number => valueAt(at).line;
  const bound = boundIn(value);
  if (bound.length > 0) {
    const lines = [...new Set(bound.map(lineOf))];
    const shown = lines.slice(0, SHOWN).join(', ') + (lines.length > SHOWN ? ', ...' : '');
    await context.warn(
      `${plural(bound.length, 'id')} of objects that have no name in the file, marked "${BOUND}" (${lines.length === 1 ? 'line' : 'lines'} ${shown})`,
    );
  }
  for (const { path: at, what } of credentialsIn(value)) {
    const place = path === undefined ? `line ${lineOf(at)}` : `${basename(path)}:${lineOf(at)}`;
    await context.warn(
      `${place}: ${nameOf(at)} contains ${what} in its URL, which anyone who reads the file can use`,
    );
  }
  return markYaml(text, bound, BOUND);
}

/** `flows.Main.actions[2].uri`. */
const nameOf = (path: YamlPath): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
