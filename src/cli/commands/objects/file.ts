/** An object in a file of its own: the fields of a plan file, or its actions alone. */
import { readYaml } from '../../../core/yaml/read.ts';
import { anyName } from '../../../plan/flag-values.ts';
import { commandOf } from '../../../resources/index.ts';
import { fieldsOfFile, type ManyKind, type Values } from '../../../resources/kind.ts';
import type { Context } from '../../context.ts';
import { inputName, readInput } from '../../input.ts';
import { argumentOf, hasFile } from './command.ts';

/** @throws FileProblems with everything that is wrong with it, each with its line. */
export async function readObjectFile(context: Context, kind: ManyKind, file: string): Promise<Values> {
  const hint = `\`voipbin ${commandOf(kind.kind)} get <${argumentOf(kind)}> -o yaml\` writes such a file`;
  const text = await readInput(context, file, hint);
  const fields = fieldsOfFile(kind);
  const about = { code: kind.one.toUpperCase().replaceAll(' ', '_'), hint };
  return readYaml(text, inputName(file), about, (reader) => {
    if (reader.isNull || Object.keys(reader.value as object).length === 0) {
      reader.wrongKey(`the file has no ${hasFile(kind) ? 'actions' : 'fields'}`);
      return {};
    }
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
