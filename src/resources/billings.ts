import * as wire from '../api/wire.ts';
import { formatUsd } from '../core/money.ts';
import { created, id, status, type Column } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

const usd = (key: string, title: string): Column => ({
  key,
  title,
  value: (row) => formatUsd((row[key] as number | null | undefined) ?? 0),
});

/** The ledger, listed by `billing list`. */
export const billings: Listed<wire.Billing> = {
  one: oneOf('billings'),
  path: 'billings',
  wire: wire.billing,
  history: true,
  columns: [
    created,
    { key: 'transaction_type', title: 'TYPE' },
    {
      key: 'reference_type',
      title: 'FOR',
      value: (row) => (row['cost_type'] as string) || (row['reference_type'] as string) || '-',
    },
    { key: 'usage_duration', title: 'SECONDS' },
    usd('amount_credit', 'CREDIT'),
    { key: 'amount_token', title: 'TOKENS' },
    usd('balance_credit_snapshot', 'BALANCE'),
    status,
    id,
  ],
};
