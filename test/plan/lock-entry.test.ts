/** What the lock file stores about an object besides its id. */
import { describe, expect, it } from 'vitest';
import { lockEntry, parseLock } from '../../src/plan/file/lock.ts';
import { manyKinds } from '../../src/resources/all.ts';
import { numbers } from '../../src/resources/numbers.ts';
import { bench, rich } from '../support/program.ts';

describe('an entry of the lock file', () => {
  it('names the phone number, and adds nothing for other kinds', () => {
    const said = manyKinds.map((kind) => [kind.kind, lockEntry(kind, { id: 'x', key: 'k', made: true })]);
    expect(Object.fromEntries(said)).toEqual({
      ...Object.fromEntries(manyKinds.map(({ kind }) => [kind, { id: 'x', made: true }])),
      numbers: { id: 'x', made: true, number: 'k' },
    });
    expect(lockEntry(numbers, { id: 'x', key: undefined, made: false })).toEqual({ id: 'x', made: false });
  });

  it('is written by apply, for a number that the file does not name', async () => {
    const made = rich(bench('empty'));
    const file = 'numbers: { Main: { virtual: any } }\n';
    const { code } = await made.run('apply --yes', { files: { '/voipbin.yaml': file } });
    expect(code).toBe(0);
    const lock = parseLock(made.files.get('/voipbin.lock.json')?.text ?? '', 'voipbin.lock.json');
    expect(lock.objects.numbers?.['Main']?.number).toMatch(/^\+899\d{9}$/);
  });
});
