/** New names that no one could type again. Existing names are not checked. */
import { ExitCode } from '../../core/exit-codes.ts';
import { controlProblem } from '../../core/text.ts';
import { quote } from '../../core/yaml/reader.ts';
import type { YamlPath } from '../../core/yaml/parse.ts';
import type { Obstacle } from '../change.ts';
import type { Step } from '../difference/steps.ts';
import type { PlanContext } from './plan-context.ts';

const NAME = 'name';

export function unseenInNames({ file, steps }: Pick<PlanContext, 'file' | 'steps'>): Obstacle[] {
  return steps.flatMap(({ work }) => {
    if (work.do !== 'create' && work.do !== 'update') return [];
    const { kind, name } = work.target;
    return namesWritten(work).flatMap(([text, path]): Obstacle[] => {
      const problem = controlProblem(text);
      if (problem === undefined) return [];
      const { line, column } = file.placeOf(kind.kind, name, path);
      const at = file.isCommand === true ? '' : `${file.file}:${line}:${column} `;
      const message = `${at}the name ${quote(text)} ${problem}`;
      return [{ code: 'NAME', exit_code: ExitCode.usage, message, hint: 'write the name without it' }];
    });
  });
}

/** The names that a step gives an object, and their paths. */
function namesWritten(work: Extract<Step['work'], { do: 'create' | 'update' }>): [string, YamlPath][] {
  const { name, spec } = work.target;
  const own = spec[NAME];
  const isChanged = work.do === 'create' || work.fields.some(({ key }) => key === NAME);
  if (isChanged && typeof own === 'string') return [[own, [NAME]]];
  return isChanged ? [[name, []]] : [];
}
