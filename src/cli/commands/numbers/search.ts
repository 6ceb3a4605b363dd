/** `numbers search`: what could be bought now. */
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { formatUsd, RENEWAL_DAYS } from '../../../core/money.ts';
import { isCountry } from '../../../core/phone.ts';
import { RENEWAL_PRICE } from '../../../snapshot/plans.ts';
import type { Call } from '../../program/command.ts';
import { printList } from '../../output.ts';
import type { SearchFlags } from './command.ts';

const DEFAULT_LIMIT = 10;

export async function searchNumbers({ context, options }: Call<SearchFlags>): Promise<ExitCode> {
  const { country, virtual = false, limit = DEFAULT_LIMIT } = options;
  if (virtual && country !== undefined) throw new UsageError('--virtual and --country cannot be combined');
  if (!virtual && country === undefined) {
    throw new UsageError('--country or --virtual is missing', {
      hint: 'name a country, as in --country us, or use --virtual',
    });
  }
  if (country !== undefined && !isCountry(country.toLowerCase())) {
    throw new UsageError(`--country: ${JSON.stringify(country)} is not a country`, {
      hint: 'use two letters, such as us or de',
    });
  }
  const api = await context.api({ readOnly: true });
  const { result } = await api.availableNumbers(
    country === undefined
      ? { type: 'virtual', page_size: String(limit) }
      : { type: 'normal', country_code: country.toUpperCase() },
  );
  const rows = (result ?? []).slice(0, limit).map(({ number, region, features, ...row }) => ({
    number,
    country: row.country,
    region,
    features: features ?? [],
    price: virtual ? 0 : RENEWAL_PRICE,
  }));
  await printList(context, {
    columns: [
      { key: 'number', title: 'NUMBER' },
      { key: 'country', title: 'COUNTRY' },
      { key: 'region', title: 'REGION' },
      {
        key: 'features',
        title: 'FEATURES',
        value: ({ features }) => (features as string[]).join(' ') || '-',
      },
      {
        key: 'price',
        title: `PRICE (${RENEWAL_DAYS} DAYS)`,
        value: ({ price }) => formatUsd(price as number),
      },
    ],
    rows,
  });
  if (rows.length === 0) await context.notice('no number is available there now');
  return ExitCode.done;
}
