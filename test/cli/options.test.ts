/** The types of options follow from the flags that fill them; `tsc` checks this file. */
import { Option } from 'commander';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { FlagSpec } from '../../src/cli/program/flags.ts';
import { flags, type OptionsOf } from '../../src/cli/program/options.ts';

const one = { help: '' };
const declared = flags([
  { ...one, flags: '-f, --file <path>' },
  { ...one, flags: '--max-spend-now <usd>' },
  { ...one, flags: '--limit <n>', number: true },
  { ...one, flags: '--when <when>', choices: ['auto', 'never'] },
  { ...one, flags: '--clear <field...>', choices: ['name'] },
  { ...one, flags: '--field <x=y>', repeatable: true },
  { ...one, flags: '--ended [how]' },
  { ...one, flags: '--no-input' },
  { ...one, flags: '--all' },
]);

interface Expected {
  file?: string;
  maxSpendNow?: string;
  limit?: number;
  when?: 'auto' | 'never';
  clear?: 'name'[];
  field?: string[];
  ended?: string | true;
  input?: boolean;
  all?: boolean;
}

describe('the options of flags', () => {
  it('have the types that the flags take', () => {
    expectTypeOf<OptionsOf<typeof declared>>().branded.toEqualTypeOf<Expected>();
    expectTypeOf<OptionsOf<readonly [FlagSpec]>>().toEqualTypeOf<Record<string, unknown>>();
  });

  it('have the names under which commander keeps them', () => {
    const names: (keyof Expected)[] = [
      'file',
      'maxSpendNow',
      'limit',
      'when',
      'clear',
      'field',
      'ended',
      'input',
      'all',
    ];
    expect(declared.map((spec) => new Option(spec.flags).attributeName())).toEqual(names);
  });
});
