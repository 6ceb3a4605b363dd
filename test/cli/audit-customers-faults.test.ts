/** `audit --customers` with a thousand of them, killed again and again: none is lost, none is read twice, no limit is met. */
import { expect, it } from 'vitest';
import type { Files } from '../../src/core/ports.ts';
import { seededRandom } from '../../src/emulator/world.ts';
import { fleetOf, idsIn, signedInFor, type Fleet } from '../support/fleet.ts';
import type { Result } from '../support/program.ts';

/** A disk that notes of which customers a result was written. */
function noting(): { written: string[]; disk: (files: Files) => Files } {
  const written: string[] = [];
  const disk = (files: Files): Files => ({
    ...files,
    async write(path, text, mode) {
      await files.write(path, text, mode);
      const [, id] = /\/audits\/\w+\/([0-9a-f-]{36})\.json$/.exec(path) ?? [];
      if (id !== undefined) written.push(id);
    },
  });
  return { written, disk };
}

/** Kills it at a random request, as often as that happens before it has ended. */
async function killedUntilDone(
  made: Fleet,
  { flags, most, random }: { flags: string; most: number; random: () => number },
): Promise<{ result: Result; kills: number; written: string[] }> {
  const { written, disk } = noting();
  for (let kills = 0; ; kills += 1) {
    const at = 1 + Math.floor(random() * most);
    const result = await made.audit(flags, { disk, killed: { at, carriedOut: random() < 0.5 } });
    if (result.code !== 1) return { result, kills, written };
  }
}

const sorted = (ids: readonly (string | null)[]): (string | null)[] => [...ids].sort();

it.each([1, 2, 3, 4, 5, 6])('killed at random (%d)', async (seed) => {
  const made = await fleetOf(30);
  const random = seededRandom(seed).number;
  const { result, kills, written } = await killedUntilDone(made, { flags: '--rate 100', most: 500, random });
  expect(kills).toBeGreaterThan(0);
  expect(sorted(idsIn(result))).toEqual(sorted(made.ids));
  expect(sorted(written)).toEqual(sorted(made.ids));
});

it('a thousand, killed every few minutes', async () => {
  const made = await fleetOf(1000);
  const random = seededRandom(7).number;
  const { result, kills, written } = await killedUntilDone(made, {
    ...{ flags: '--rate 200', most: 16_000 },
    random: () => 0.3 + 0.7 * random(),
  });
  expect(kills).toBeGreaterThan(1);
  expect(sorted(idsIn(result))).toEqual(sorted(made.ids));
  expect(sorted(written)).toEqual(sorted(made.ids));
  expect(made.sent.filter(({ status }) => status === 429)).toEqual([]);
  // Whoever was under way when it was killed is asked for again: no more than are at a time.
  expect(signedInFor(made).length - made.ids.length).toBeLessThanOrEqual(16 * kills);
});
