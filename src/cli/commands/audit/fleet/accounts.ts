/** Many accounts written down: each by itself, all in one report, and on the screen. */
import type { AuditReport } from '../../../../audit/report.ts';
import { rules } from '../../../../audit/rules/index.ts';
import { ExitCode, worstExitCode } from '../../../../core/exit-codes.ts';
import { nagiosExitOf } from '../../../../report/audit/many/monitors.ts';
import { isPlugin } from '../sinks.ts';
import type { AccountRow, Accounts } from '../../../../report/audit/many/accounts.ts';
import type { Picture } from '../../../../report/format.ts';
import { accountsSinks } from '../../../../report/index.ts';
import type { Context } from '../../../context.ts';
import { writeSinks, type Sink } from '../../../sinks.ts';
import { shown } from './rows.ts';

/** What the pictures are made from is not in a report. */
export const noPicture: Picture = { ledger: undefined, limits: [], usage: undefined, paths: undefined };

/** @param reportOf Called for one after another, each time that all are gone through; null where an account has none. */
export function accountsOf<Row extends AccountRow>(
  { version }: Context,
  rows: readonly Row[],
  options: { allowIncomplete?: boolean; newOnly?: boolean },
  reportOf: (row: Row) => Promise<AuditReport | null>,
): Accounts {
  return {
    rows: rows.map(shown),
    async *each() {
      for (const row of rows) {
        const report = await reportOf(row);
        const picture = (): Promise<Picture> => Promise.resolve(noPicture);
        const newOnly = options.newOnly === true;
        yield {
          row: shown(row),
          review:
            report === null ? undefined : { kind: 'audit', report, rules, picture, newOnly, isWhole: true },
        };
      }
    },
    rules,
    version,
    countsIncomplete: options.allowIncomplete !== true,
  };
}

/** Whether a report is of each account by itself. */
export const isOfEach = ({ path }: Sink): boolean => path.includes('{account}');

/** The reports of all accounts together. */
export async function writeAccounts(
  context: Context,
  sinks: readonly Sink[],
  accounts: Accounts,
): Promise<void> {
  await writeSinks(
    context,
    sinks.filter((sink) => !isOfEach(sink)),
    async (format, style) => {
      const render = await accountsSinks[format]?.();
      return (await render?.(accounts, style)) ?? '';
    },
  );
}

/** Those of one account. */
export const sinksFor = (sinks: readonly Sink[], account: string): Sink[] =>
  sinks
    .filter(isOfEach)
    .map(({ format, path }) => ({ format, path: path.replaceAll('{account}', fileName(account)) }));

/** What a server or a person has named, as a part of a path that leads nowhere else. */
const fileName = (word: string): string => word.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_');

/**
 * The worst of all accounts; of a monitoring plugin, what the monitor wants.
 *
 * @param isWhole Whether all accounts are there that should be, as far as that counts.
 */
export function exitCodeOfAll(accounts: Accounts, sinks: readonly Sink[], isWhole: boolean): ExitCode {
  if (isPlugin(sinks)) {
    const exit = nagiosExitOf(accounts);
    return isWhole || exit === 2 ? exit : 3;
  }
  return worstExitCode([
    ...accounts.rows.map(({ exit_code }) => exit_code),
    ...(isWhole ? [] : [ExitCode.unreachable]),
  ]);
}
