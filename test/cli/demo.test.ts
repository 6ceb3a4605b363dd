/** The example account in memory: as interruptible as one on a server. */
import { expect, it } from 'vitest';
import { CancelledError } from '../../src/core/errors.ts';
import { bench } from '../support/program.ts';

it('takes a turn of the event loop for each request, so that Ctrl-C is heard', async () => {
  const made = bench('empty');
  // What it loads takes turns as well.
  await made.run('audit --demo -o json');
  let turns = 0;
  const count = (): NodeJS.Immediate => {
    turns += 1;
    return (next = setImmediate(count));
  };
  let next = setImmediate(count);
  const { stdout } = await made.run('audit --demo -o json');
  clearImmediate(next);
  const { requests } = JSON.parse(stdout) as { requests: number };
  expect(requests).toBeGreaterThan(50);
  // Some are made side by side.
  expect(turns).toBeGreaterThan(requests / 10);
});

it('ends as interrupted when its signal is given in between', async () => {
  const made = bench('empty');
  const controller = new AbortController();
  await made.run('audit --demo -o json');
  setImmediate(() =>
    setImmediate(() => {
      controller.abort(new CancelledError());
    }),
  );
  const { code, stdout } = await made.run('audit --demo -o json', { signal: controller.signal });
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
});
