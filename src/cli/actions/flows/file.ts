/** A flow in a file of its own: the fields of a plan file, or its actions alone. */
import { resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { readYaml } from '../../../core/yaml/reader.ts';
import { anyName } from '../../../plan/flag-values.ts';
import { fieldsOfFile, type Values } from '../../../plan/kind.ts';
import { flowsKind } from '../../../plan/kinds/flows.ts';
import type { Context } from '../../context.ts';
import { STDIN } from '../plan/source.ts';

const about = { code: 'FLOW', hint: '`voipbin flows get <flow> -o yaml` writes such a file' };

/** @throws FileProblems with everything that is wrong with it, each with its line. */
export async function readFlowFile({ host }: Context, file: string): Promise<Values> {
  const text =
    file === STDIN ? await host.io.stdin.readAll() : await host.files.read(resolve(host.system.cwd, file));
  if (text === undefined) throw new UsageError(`file ${file} does not exist`, { hint: about.hint });
  const fields = fieldsOfFile(flowsKind);
  return readYaml(text, file === STDIN ? 'standard input' : file, about, (reader) => {
    if (Array.isArray(reader.value)) {
      return { actions: fields.find(({ key }) => key === 'actions')?.read(reader, anyName) };
    }
    const found = reader.fields(fields.map(({ key }) => key));
    const values = fields.flatMap((field) => {
      const part = found[field.key];
      return part === undefined ? [] : [[field.key, part.isNull ? null : field.read(part, anyName)] as const];
    });
    return Object.fromEntries(values);
  });
}
