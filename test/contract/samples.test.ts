/** Whole lists as the genuine server sent them: rows of the same content come out of the emulator to the letter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NIL_UUID } from '../../src/core/ids.ts';
import { parseMicros } from '../../src/core/time.ts';
import { emptyDataset } from '../../src/emulator/dataset.ts';
import { createEmulator } from '../../src/emulator/emulator.ts';
import type { Dataset } from '../../src/emulator/records.ts';
import { createTenant } from '../../src/emulator/tenants.ts';
import { seededRandom } from '../../src/emulator/world.ts';
import { fakeClock } from '../support/clock.ts';

type Wire = Record<string, unknown>;

/** What the tables hold where the server leaves a value out. */
const defaults: Partial<Record<keyof Dataset, Wire>> = {
  calls: { hangup_by: '', hangup_reason: '', tm_ringing: null, tm_progressing: null, tm_hangup: null },
  queuecalls: { duration_waiting: 0, duration_service: 0 },
};
/** Constants that the emulator adds by itself, and objects that it keeps flat. */
const derived: Partial<Record<keyof Dataset, readonly string[]>> = {
  calls: ['master_call_id', 'recording_id', 'groupcall_id', 'action'],
  activeflows: ['forward_action_id'],
  numbers: ['metadata'],
};

function rowOf(table: keyof Dataset, wire: Wire): Wire {
  const row: Wire = { tm_update: null, tm_delete: null, ...defaults[table], ...wire };
  for (const key of derived[table] ?? []) Reflect.deleteProperty(row, key);
  if (table === 'numbers') row['rtp_debug'] = (wire['metadata'] as { rtp_debug: boolean }).rtp_debug;
  for (const key of Object.keys(row)) {
    if (key.startsWith('tm_')) row[key] = parseMicros(row[key] as string | null) ?? null;
  }
  return row;
}

describe('whole lists', () => {
  it.each(['activeflows', 'billings', 'calls', 'numbers', 'queuecalls'] as const)('%s', (table) => {
    const file = join(import.meta.dirname, 'samples', `${table}.json`);
    const sample = JSON.parse(readFileSync(file, 'utf8')) as { result: Wire[]; next_page_token: string };
    const clock = fakeClock(Date.parse('2026-12-01T00:00:00Z'));
    const emulator = createEmulator({ data: emptyDataset(), clock, random: seededRandom(5), limits: false });
    const { customer, tokens } = createTenant(emulator.world, {});
    const own = (value: Wire): Wire => ({ ...value, customer_id: customer });
    // A new account brings its first top-up; the sample has its own.
    for (const row of emulator.world.tables.billings.all()) row.tm_delete = row.tm_create;
    for (const wire of sample.result) {
      emulator.world.tables[table].insert(rowOf(table, own(wire)) as never);
    }

    const reply = emulator.handle({
      method: 'GET',
      path: `/v1.0/${table}`,
      headers: { authorization: `Bearer ${tokens.admin}` },
    });

    const answer = JSON.parse(reply.body) as typeof sample;
    expect(answer.result).toEqual(sample.result.map(own));
    expect(answer.next_page_token).toBe(sample.next_page_token);
    expect(JSON.stringify(answer)).not.toContain(`"${NIL_UUID}":`);
  });
});
