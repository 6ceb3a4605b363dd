/**
 * Every change of an undo, struck by every kind of fault, and the process killed before and behind each of its requests:
 * the same command again ends where it should. And applies that were killed, taken back.
 */
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../src/emulator/faults.ts';
import type { Row } from '../../src/emulator/records.ts';
import { plannedTables } from '../support/plans.ts';
import type { Bench } from '../support/program.ts';
import {
  APPLY,
  applied,
  begun,
  differing,
  first,
  leaveOut,
  nameOf,
  outcome,
  requests,
} from '../support/two-plans.ts';

const { run } = JSON.parse(first.stdout) as { run: string };
const UNDO = `undo ${run} --yes -o json`;
const takenBack = applied();
const back = await takenBack.run(UNDO);
const undoRequests = takenBack.asked();
const expectedBack = await outcome(takenBack);

describe('an undo', () => {
  it('does what it says', () => {
    expect({ code: back.code, stderr: back.stderr }).toMatchObject({ code: 0 });
    const { changes, left } = JSON.parse(back.stdout) as Record<string, { address: string }[]>;
    expect(changes?.map(({ address }) => address)).toContain('numbers/+14155550170');
    expect(left).toEqual([
      { address: 'tags/old', because: 'was deleted, which cannot be undone' },
      { address: 'agents/anna@acme.example', because: 'cannot have its tags back: what it named is gone' },
    ]);
  });

  const writes = undoRequests.flatMap((line, index) =>
    line.startsWith('GET') ? [] : [{ line, nth: index + 1 }],
  );
  it(`${writes.length} changes x ${faultKinds.length} faults`, async () => {
    const broken: unknown[] = [];
    for (const { line, nth } of writes) {
      for (const kind of faultKinds) {
        const made = applied();
        made.emulator.addFault({ nth, kind });
        const struck = await made.run(UNDO);
        const again = await made.run(UNDO);
        const came = await outcome(made);
        if (again.code !== 0 || came !== expectedBack) {
          const stderr = [struck.stderr.slice(-300), again.stderr.slice(-300)];
          broken.push({ line, nth, kind, stderr, came: differing(came, expectedBack) });
        }
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`killed before and behind each of ${undoRequests.length} requests`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of undoRequests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = applied();
        await made.run(UNDO, { killed: { at: index + 1, carriedOut } });
        const again = await made.run(UNDO);
        const came = await outcome(made);
        if (again.code !== 0 || came !== expectedBack)
          broken.push({ line, index, carriedOut, stderr: again.stderr, came: differing(came, expectedBack) });
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`of an apply that was killed before and behind each of ${requests.length} requests leaves nothing of it`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of requests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = begun();
        const untouched = objectsOf(made);
        await made.run(APPLY, { killed: { at: index + 1, carriedOut } });
        made.emulator.advance(5000);
        made.emulator.world.settle();
        const [newest] = [...made.files.keys()]
          .filter((path) => path.includes('/runs/'))
          .sort()
          .reverse();
        const began = newest?.split('/').at(-1)?.replace('.jsonl', '') ?? '';
        const undone = await made.run(`undo ${began} --yes -o json`);
        const { left } = JSON.parse(undone.stdout) as { left: { address: string }[] };
        const told = left.map(({ address }) => address.split('/').at(-1) ?? '');
        const more = objectsOf(made).filter((row) => !untouched.includes(row));
        // What a prune has deleted stays so, and who named it is told of.
        const untold = more.filter((row) => !told.includes(nameOf(JSON.parse(row) as object)));
        if (undone.code !== 0 || untold.length > 0) broken.push({ line, index, carriedOut, undone, untold });
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);
});

/** Everything in the account that a plan can change, row by row. */
function objectsOf(made: Bench): string[] {
  return Object.values(plannedTables(made.emulator.save())).flatMap((rows: readonly Row[]) =>
    rows.filter(({ tm_delete }) => tm_delete === null).map((row) => JSON.stringify(row, leaveOut)),
  );
}
