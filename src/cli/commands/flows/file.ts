/** A flow in a file of its own: the fields of a plan file, or its actions alone. */
import { readYaml } from '../../../core/yaml/reader.ts';
import { anyName } from '../../../plan/flag-values.ts';
import { fieldsOfFile, type Values } from '../../../resources/kind.ts';
import { flows } from '../../../resources/flows.ts';
import type { Context } from '../../context.ts';
import { inputName, readInput } from '../../input.ts';

const about = { code: 'FLOW', hint: '`voipbin flows get <flow> -o yaml` writes such a file' };

/** @throws FileProblems with everything that is wrong with it, each with its line. */
export async function readFlowFile(context: Context, file: string): Promise<Values> {
  const text = await readInput(context, file, about.hint);
  const fields = fieldsOfFile(flows);
  return readYaml(text, inputName(file), about, (reader) => {
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
