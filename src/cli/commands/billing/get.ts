/** `billing get`: plan, credit and tokens. */
import type { BillingAccount } from '../../../api/wire.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { formatUsd } from '../../../core/money.ts';
import { formatLocal, parseTime } from '../../../core/time.ts';
import type { Call } from '../../program/command.ts';
import { printCard } from '../../output.ts';

export async function billingGet({ context }: Call): Promise<ExitCode> {
  const api = await context.api();
  const account = await api.billingAccount.get();
  await printCard(context, {
    title: account.name || account.id,
    rows: () => billingRows(account, context.host.system.timeZone),
    fields: async () => (await import('../../wire-columns.ts')).wireColumns('billingAccount'),
    raw: account,
  });
  return ExitCode.done;
}

export function billingRows(account: BillingAccount, timeZone: string): [label: string, value: string][] {
  const local = (time: string | null | undefined): string => {
    const millis = parseTime(time);
    return millis === undefined ? '-' : formatLocal(millis, timeZone);
  };
  return [
    // The server leaves the status of a new plan empty; it means active.
    ['Plan', `${account.plan_type || '-'} (${account.plan_status || 'active'})`],
    ['Credit', formatUsd(account.balance_credit ?? 0)],
    ['Tokens', String(account.balance_token ?? 0)],
    ['Payment', [account.payment_type, account.payment_method].filter(Boolean).join(', ') || '-'],
    ['Last top-up', local(account.tm_last_topup)],
    ['Next top-up', local(account.tm_next_topup)],
    ['Detail', account.detail || '-'],
    ['Id', account.id],
  ];
}
