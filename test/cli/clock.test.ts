/** The real clock. */
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/cli/system/clock.ts';

describe('the real clock', () => {
  it('lets many wait until the same end without a warning of Node', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const { signal } = new AbortController();

    await Promise.all(Array.from({ length: 30 }, () => systemClock.sleep(1, signal)));
    // A warning is emitted in the next turn.
    await systemClock.sleep(1);

    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it('ends a sleep with the reason of its signal', async () => {
    const end = new AbortController();
    const sleep = systemClock.sleep(60_000, end.signal);
    end.abort(new Error('interrupted'));

    await expect(sleep).rejects.toThrow('interrupted');
  });
});
