/** Which customer platform staff means. */
import type { Api } from '../../api/api.ts';
import type { Customer } from '../../api/wire.ts';
import { customers } from '../../resources/customers.ts';
import { findNamed } from '../../core/find-named.ts';
import { namesIn } from '../../resources/kind.ts';
import { isUuid } from '../../core/ids.ts';

/** @throws AppError where none is called so, or several are. */
export async function customerBy(api: Api, word: string): Promise<Customer> {
  if (isUuid(word)) return api.of(customers).get(word);
  const rows: Customer[] = [];
  for await (const row of api.of(customers).list()) rows.push(row);
  return findNamed(word, { one: 'customer', rows, namesOf: (row) => namesIn(customers, row) });
}
