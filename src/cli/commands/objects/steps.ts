/** `get` of what has actions: its steps as a person reads them, or as a plan file has them. */
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { maskSecrets } from '../../../core/secret.ts';
import { newActions } from '../../../resources/actions/changes.ts';
import type { ActionSpec } from '../../../resources/document.ts';
import { fieldsOfCommand, valuesOf, type ManyKind, type Values, type Wire } from '../../../resources/kind.ts';
import { readLive, withNamed } from '../../../plan/state/live.ts';
import { describe, findObject, uniqueNames } from '../../../plan/one.ts';
import { specToPlain } from '../../../plan/file/write.ts';
import { valueText } from '../../../report/plan-fields.ts';
import type { Call } from '../../program/command.ts';
import { printCard } from '../../output.ts';

export const getWithSteps =
  (kind: ManyKind) =>
  async ({ context, args: [word = ''] }: Call): Promise<ExitCode> => {
    const api = await context.api({ readOnly: true });
    const read = await readLive(api, { kinds: withNamed([kind.kind]) });
    const { lists } = read;
    // Opening hours are flows, too.
    const live = { ...read, lists: { ...lists, flows: [...lists.flows, ...lists.hours] } };
    const row = findObject(live, kind.kind, word);
    const spec = describe(kind, row, live);
    const { output } = await context.settings();
    if (output === 'yaml') {
      if (spec['actions'] === undefined && (row['actions'] as unknown[] | null)?.length) {
        throw new UsageError(`a plan file cannot describe this ${kind.one}`, { hint: 'use -o json' });
      }
      const { toYaml } = await import('../../../core/yaml/write.ts');
      await context.host.io.stdout.write(toYaml(specToPlain(kind, spec)));
      return ExitCode.done;
    }
    const passing = Object.fromEntries(
      (kind.passing ?? []).map(({ key, wire, fromWire }) => [
        key,
        fromWire(valuesOf(kind, row)[wire], uniqueNames(live)),
      ]),
    );
    const values = { ...spec, ...passing };
    await printCard(context, {
      title: nameOf(row),
      rows: () => rowsOf(kind, row, context.flags.showSecrets ? values : maskSecrets(values)),
      raw: row,
    });
    return ExitCode.done;
  };

/** Its fields, then its steps. */
function rowsOf(kind: ManyKind, row: Wire, values: Values): [string, string][] {
  const fields = fieldsOfCommand(kind).flatMap((field): [string, string][] => {
    const value = values[field.key];
    return value === undefined || field.flag.takes === 'file'
      ? []
      : [[field.key, valueText(field.toPlain(value), null)]];
  });
  const steps = newActions((values['actions'] ?? []) as readonly ActionSpec[]);
  return [
    ['id', row.id],
    ...fields,
    ...steps.map(({ to }, index): [string, string] => [String(index + 1), valueText(to, null)]),
  ];
}

const nameOf = ({ id, name }: Wire): string => (typeof name === 'string' && name !== '' ? name : id);
