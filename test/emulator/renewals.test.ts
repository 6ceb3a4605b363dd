/** The nightly renewal of numbers, as it was run on a genuine server; and what the audit forecasts of it. */
import { describe, expect, it } from 'vitest';
import { bench, rich, staffEnv, type Bench } from '../support/program.ts';

const USD = 1_000_000;

/** An account whose only normal numbers are so many, created one after another, all due. */
function account(count: number, credit: number): Bench {
  const one = rich(bench('healthy'), { credit: credit * USD });
  const { numbers } = one.emulator.world.tables;
  const [first] = numbers.of(one.account.customer_id);
  if (first === undefined) throw new Error('no number');
  for (const row of numbers.of(one.account.customer_id)) row.tm_delete = row.tm_create;
  const day = 86_400_000_000;
  for (let index = 0; index < count; index += 1) {
    const tm_create = first.tm_create + index;
    const number = `+1415556000${index}`;
    const tm_renew = one.emulator.world.now() * 1000 - (30 + (index % 2)) * day;
    numbers.insert({
      ...first,
      ...{ id: one.emulator.world.uuid(), number, type: 'normal', tm_create, tm_renew, tm_delete: null },
    });
  }
  return one;
}

async function renew(one: Bench): Promise<{ kept: string[]; credit: number }> {
  const { VOIPBIN_TOKEN = '' } = await staffEnv(one);
  const { status, body } = await one.emulator.transport({
    method: 'POST',
    url: 'https://x/v1.0/numbers/renew',
    headers: { authorization: `Bearer ${VOIPBIN_TOKEN}` },
    body: JSON.stringify({ tm_renew: '2026-11-01T00:00:00Z' }),
    timeoutMs: 1000,
  });
  expect(status).toBe(200);
  const { numbers, billing_accounts } = one.emulator.world.tables;
  const kept = numbers.of(one.account.customer_id).filter(({ tm_delete }) => tm_delete === null);
  expect((JSON.parse(body) as { number: string }[]).map(({ number }) => number).sort()).toEqual(
    kept.map(({ number }) => number).sort(),
  );
  const [billing] = billing_accounts.of(one.account.customer_id);
  return {
    kept: kept.map(({ number }) => number.slice(-1)).sort(),
    credit: (billing?.balance_credit ?? 0) / USD,
  };
}

// The first four as a genuine server did it.
it.each([
  [12, 4, ['1', '2', '3'], -3],
  [12, 8, ['5', '6', '7'], -3],
  [5, 3, ['1', '2'], -5],
  [4.99, 3, [], 4.99],
  [20, 3, ['0', '1', '2'], 5],
])('with $%d and %d numbers the newest are kept', async (credit, count, kept, left) => {
  expect(await renew(account(count, credit))).toEqual({ kept, credit: left });
});

it('a later run below zero loses everything', async () => {
  const one = account(3, 5);
  await renew(one);
  for (const row of one.emulator.world.tables.numbers.of(one.account.customer_id)) {
    row.tm_renew = one.emulator.world.now() * 1000 - 60 * 86_400_000_000;
  }
  expect(await renew(one)).toEqual({ kept: [], credit: -5 });
});

it('a second renewal within a calendar month takes nothing, a purchase is no renewal', async () => {
  const one = account(1, 100);
  expect((await renew(one)).credit).toBe(95);
  for (const row of one.emulator.world.tables.numbers.of(one.account.customer_id)) row.tm_renew = 1;
  expect((await renew(one)).credit).toBe(95);
  const ledger = one.emulator.world.tables.billings.of(one.account.customer_id);
  expect(ledger.filter(({ cost_type }) => cost_type === 'number_renew')).toHaveLength(1);
});

it('an unlimited plan pays nothing, and a frozen one loses all', async () => {
  const free = rich(account(2, 0), { plan: 'unlimited', credit: 0 });
  expect(await renew(free)).toEqual({ kept: ['0', '1'], credit: 0 });
  const frozen = account(2, 100);
  for (const row of frozen.emulator.world.tables.billing_accounts.all()) row.status = 'frozen';
  expect(await renew(frozen)).toEqual({ kept: [], credit: 100 });
});

describe('what the audit says beforehand comes true', () => {
  it.each([
    [12, 4],
    [12, 8],
    [5, 3],
    [23, 9],
    [4.99, 2],
  ])('with $%d and %d numbers', async (credit, count) => {
    const one = account(count, credit);
    // Nothing is spent here until the night: of three days no pace is taken.
    const { stdout } = await one.run('audit -o json --since 3d');
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; message: string }[] };
    const message = findings.find(({ rule }) => rule === 'number-renewal-uncovered')?.message ?? '';
    const [, night = ''] = /on 2026-11-24 (.*)$/.exec(message) ?? [];
    const parts = night.split(/, (?=[^,]* may be lost)|(?<=lost), /);
    const digitsOf = (words: string): string[] =>
      parts.filter((part) => part.endsWith(words)).flatMap((part) => part.match(/\d(?=\D|$)/g) ?? []);
    const maybe = digitsOf('may be lost');
    const lost = parts
      .filter((part) => !part.endsWith('may be lost'))
      .flatMap((part) => part.match(/\d(?=\D|$)/g) ?? []);
    const { kept } = await renew(one);
    expect(kept.filter((digit) => lost.includes(digit))).toEqual([]);
    const gone = Array.from({ length: count }, (_, index) => String(index)).filter(
      (digit) => !kept.includes(digit),
    );
    expect(gone.filter((digit) => !lost.includes(digit) && !maybe.includes(digit))).toEqual([]);
    expect(lost.length + maybe.length).toBeGreaterThan(0);
  });
});
