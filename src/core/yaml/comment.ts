/** Comments for people in a text of YAML; not another byte of it changes. */
import { parseYaml, type YamlPath } from './parse.ts';

/** Lines before a key. */
export interface YamlComment {
  path: YamlPath;
  comment: string;
}

/**
 * The text with comments above its keys.
 * @param closing Lines after everything; without, the end stays as it is.
 */
export function commentYaml(text: string, comments: readonly YamlComment[], closing?: string): string {
  const { keyAt } = parseYaml(text);
  const above = new Map(comments.map(({ path, comment }) => [keyAt(path).line, comment]));
  const lines = text.split('\n').map((line, index) => {
    const comment = above.get(index + 1);
    const [indent = ''] = /^ */.exec(line) ?? [];
    return comment === undefined ? line : `${signed(comment, indent)}\n${line}`;
  });
  const commented = lines.join('\n');
  return closing === undefined ? commented : `${commented.trimEnd()}\n\n${signed(closing, '')}\n`;
}

/** The text with a word at the end of the lines on which these values are, where no comment is there already. */
export function markYaml(text: string, paths: readonly YamlPath[], mark: string): string {
  const { valueAt } = parseYaml(text);
  const marked = new Set(paths.map((path) => valueAt(path).line));
  const lines = text.split('\n').map((line, index) => {
    if (!marked.has(index + 1) || /\s#/.test(line)) return line;
    return line.replace(/\r?$/, (end) => ` # ${mark}${end}`);
  });
  return lines.join('\n');
}

const signed = (comment: string, indent: string): string =>
  comment.replace(/^.*$/gm, (line) => `${indent}# ${line}`.trimEnd());
