import { formatUsd } from '../../../core/money.ts';
import { shellWord } from '../../../core/text.ts';
import type { Plan } from '../../../plan/change.ts';
import type { CardRow } from '../../../report/format.ts';
import type { Context } from '../../context.ts';
import type { SharedFlags } from '../../program/flags.ts';

/** The command that undoes a run, with the flags that lead to the same account. */
export const undoCommand = ({ flags }: Pick<Context, 'flags'>, run: string): string =>
  ['voipbin undo', run, ...accountFlags(flags)].join(' ');

/** The flags that lead to the same account. */
export function accountFlags({ profile, apiUrl, asCustomer, reason }: SharedFlags): string[] {
  const given = {
    '--profile': profile,
    '--api-url': apiUrl,
    '--as-customer': asCustomer,
    '--reason': reason,
  };
  return Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, shellWord(value)],
  );
}

/** What a run has cost, as a row of a card; releasing a number brings nothing back. */
export const spentRow = ({ cost }: Plan): [label: string, value: string][] =>
  cost.now > 0 ? [['Spent', `${formatUsd(cost.now)}, which \`voipbin undo\` does not refund`]] : [];

/** How a run is undone, as a row of a card. Of an example account nothing is recorded, so nothing can be undone. */
export const undoRow = (context: Context, run: string | undefined): CardRow[] =>
  run === undefined || context.flags.demo !== undefined
    ? []
    : [['Undo', undoCommand(context, run), 'copied']];
