/** `flows get`: the steps of a flow as a person reads them, or as a plan file has them. */
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { clean } from '../../../core/text.ts';
import { newActions } from '../../../resources/actions/changes.ts';
import type { ActionSpec } from '../../../resources/document.ts';
import type { Values, Wire } from '../../../resources/kind.ts';
import { flows } from '../../../resources/flows.ts';
import { readLive, withNamed } from '../../../plan/state/live.ts';
import { describe, findObject } from '../../../plan/one.ts';
import { specToPlain } from '../../../plan/file/write.ts';
import { valueText } from '../../../report/plan-fields.ts';
import type { Call } from '../../program/command.ts';
import { printCard } from '../../output.ts';

export async function getFlow({ context, args: [word = ''] }: Call): Promise<ExitCode> {
  const api = await context.api({ readOnly: true });
  const live = await readLive(api, { kinds: withNamed(['flows']), outbound: false, billing: 'no' });
  const row = findObject(
    { ...live, lists: { ...live.lists, flows: [...live.lists.flows, ...live.lists.hours] } },
    'flows',
    word,
  );
  const spec = describe(flows, row, live);
  const { output } = await context.settings();
  if (output === 'yaml') {
    if (spec['actions'] === undefined && (row['actions'] as unknown[] | null)?.length) {
      throw new UsageError('a plan file has no words for this flow', { hint: 'use -o json' });
    }
    const { toYamlFile } = await import('../../../core/yaml/write.ts');
    await context.host.io.stdout.write(toYamlFile(specToPlain(flows, spec)));
    return ExitCode.done;
  }
  await printCard(context, { title: nameOf(row), rows: () => rowsOf(row, spec), raw: row });
  return ExitCode.done;
}

function rowsOf(row: Wire, { detail, on_complete_flow, actions }: Values): [string, string][] {
  const steps = newActions((actions ?? []) as readonly ActionSpec[]);
  return [
    ['id', row.id],
    ...(typeof detail === 'string' ? [['detail', clean(detail)] as [string, string]] : []),
    ...steps.map(({ to }, index): [string, string] => [String(index + 1), valueText(to, null)]),
    ...(typeof on_complete_flow === 'string' ? [['then', on_complete_flow] as [string, string]] : []),
  ];
}

const nameOf = ({ id, name }: Wire): string => (typeof name === 'string' && name !== '' ? name : id);
