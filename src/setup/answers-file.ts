/** A file of answers: a map with the keys of the questions, repeated ones with a map of their own. */
import { readYaml } from '../core/yaml/read.ts';
import { FileProblems, type Reader } from '../core/yaml/reader.ts';
import type { YamlPosition } from '../core/yaml/parse.ts';
import { pathOf, type Answers } from './answers.ts';
import { isRepeated, questionKeys } from './keys.ts';

export interface AnswersFile {
  answers: Answers;
  /** Everything that is wrong with it, each with its place. */
  problems: readonly string[];
  /** The position of the answer to a path. */
  placeOf: (path: string) => YamlPosition;
}

/** @param judge Finds problems of the answers other than their form. */
export function readAnswers(
  text: string,
  file: string,
  judge: (answers: Answers) => readonly { path: string; message: string }[],
): AnswersFile {
  const readers = new Map<string, Reader>();
  let answers: Answers = {};
  const placeOf = (path: string): YamlPosition => readers.get(path)?.position ?? { line: 1, column: 1 };
  try {
    readYaml(text, file, { code: '', hint: '' }, (reader) => {
      answers = readAll(reader, readers);
      for (const { path, message } of judge(answers)) readers.get(path)?.wrong(message);
      return answers;
    });
    return { answers, problems: [], placeOf };
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    // Readable answers still count: the flags are checked together with them.
    return { answers, problems: error.message.split('\n'), placeOf };
  }
}

function readAll(reader: Reader, readers: Map<string, Reader>): Answers {
  const fields = reader.fields(questionKeys);
  const answers: Record<string, string> = {};
  const take = (path: string, value: Reader): void => {
    readers.set(path, value);
    const answer = wordsIn(value);
    if (answer !== undefined) answers[path] = answer;
  };
  for (const key of questionKeys) {
    const field = fields[key];
    if (field === undefined) continue;
    if (isRepeated(key) && field.isMap) {
      for (const [subject, value] of field.entries()) take(pathOf(key, subject), value);
    } else take(key, field);
  }
  return answers;
}

/** Text, a list of texts, or what YAML reads as something else: `true` is yes. */
function wordsIn(reader: Reader): string | undefined {
  const { value } = reader;
  if (Array.isArray(value)) {
    const words = reader.items().map((item) => item.word());
    return words.includes(undefined) ? undefined : words.join(', ');
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return reader.word();
}
