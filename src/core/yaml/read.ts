/** A text of YAML read whole. Apart from the reader, which everything that describes an object loads: the parser is large. */
import { parseYaml, type YamlProblem } from './parse.ts';
import { FileProblems, Reader } from './reader.ts';

/**
 * Reads a text of YAML, or gathers everything that is wrong with it.
 * @throws FileProblems with every problem there is.
 */
export function readYaml<T>(
  text: string,
  file: string,
  options: { code: string; hint: string },
  read: (reader: Reader) => T,
): T {
  const document = parseYaml(text);
  const found: YamlProblem[] = [];
  const { value } = document;
  const result = value === undefined ? undefined : read(new Reader(document, found, value));
  // A place that is not plain data is one problem: its value is not reported as well.
  const other = found.filter(
    ({ line, column }) => !document.problems.some((known) => known.line === line && known.column === column),
  );
  const problems = [...document.problems, ...other];
  if (result === undefined || problems.length > 0) throw new FileProblems(file, problems, options);
  return result;
}
