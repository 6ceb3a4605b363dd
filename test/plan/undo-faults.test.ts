/**
 * Every request of an undo with every kind of fault, and the process killed before and after each: running the same
 * command again ends where it should. Also undoes applies that were killed.
 */
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../src/emulator/faults.ts';
import type { Row } from '../../src/emulator/records.ts';
import { plannedTables } from '../support/plans.ts';
import type { Bench } from '../support/program.ts';
import { accounts, APPLY, differing, leaveOut, nameOf } from '../support/two-plans.ts';

/** By account: what cannot be undone. */
const lasting = [
  [
    { address: 'tags/old', because: 'was deleted, which cannot be undone' },
    {
      address: 'agents/anna@acme.example',
      because: 'cannot have its tags back: what it named no longer exists',
    },
  ],
  [
    ...[
      ...['conferences/Over', 'outplans/Gone', 'outdials/Left', 'campaigns/Former'],
      ...['conversation_accounts/Past', 'webchat_widgets/Old'],
    ].map((address) => ({ address, because: 'was deleted, which cannot be undone' })),
    {
      address: 'conversation_accounts/WA',
      because: 'cannot get its app_secret back: secrets are not recorded',
    },
  ],
];

/** By account: an object that is deleted again. */
const made = ['numbers/+14155550170', 'campaigns/Fall'];

const undos = await Promise.all(
  accounts.map(async (account, index) => {
    const UNDO = `undo ${(JSON.parse(account.first.stdout) as { run: string }).run} --yes -o json`;
    const takenBack = account.applied();
    const back = await account.run(takenBack, UNDO);
    const undoRequests = takenBack.asked();
    const expectedBack = await account.outcome(takenBack);
    return { ...account, UNDO, back, undoRequests, expectedBack, lasting: lasting[index], made: made[index] };
  }),
);

describe.each(undos)('an undo of $about', (account) => {
  const { begun, applied, run, outcome, requests, UNDO, back, undoRequests, expectedBack } = account;

  it('does what it says', () => {
    expect({ code: back.code, stderr: back.stderr }).toMatchObject({ code: 0 });
    const { changes, left } = JSON.parse(back.stdout) as Record<string, { address: string }[]>;
    expect(changes?.map(({ address }) => address)).toContain(account.made);
    expect(left).toEqual(account.lasting);
  });

  it(`${undoRequests.length} requests x ${faultKinds.length} faults`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of undoRequests.entries()) {
      for (const kind of faultKinds) {
        const made = applied();
        const nth = index + 1;
        made.emulator.addFault({ nth, kind });
        const struck = await run(made, UNDO);
        const again = await run(made, UNDO);
        const came = await outcome(made);
        if (again.code !== 0 || came !== expectedBack) {
          const stderr = [struck.stderr.slice(-300), again.stderr.slice(-300)];
          broken.push({ line, nth, kind, stderr, came: differing(came, expectedBack) });
        }
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`survives a kill before and after each of ${undoRequests.length} requests`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of undoRequests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = applied();
        await run(made, UNDO, { killed: { at: index + 1, carriedOut } });
        const again = await run(made, UNDO);
        const came = await outcome(made);
        if (again.code !== 0 || came !== expectedBack)
          broken.push({ line, index, carriedOut, stderr: again.stderr, came: differing(came, expectedBack) });
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`of an apply killed before and after each of ${requests.length} requests leaves nothing of it`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of requests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = begun();
        const untouched = objectsOf(made);
        await run(made, APPLY, { killed: { at: index + 1, carriedOut } });
        made.emulator.advance(5000);
        made.emulator.world.settle();
        const [newest] = [...made.files.keys()]
          .filter((path) => path.includes('/runs/'))
          .sort()
          .reverse();
        const began = newest?.split('/').at(-1)?.replace('.jsonl', '') ?? '';
        const undone = await run(made, `undo ${began} --yes -o json`);
        const { left } = JSON.parse(undone.stdout) as { left: { address: string }[] };
        const told = left.map(({ address }) => address.split('/').at(-1) ?? '');
        const more = objectsOf(made).filter((row) => !untouched.includes(row));
        // What a prune has deleted stays deleted, and the objects that named it are reported.
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
