import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput, readAll } from '../../src/cli/system/io.ts';
import { CancelledError, OutputClosed } from '../../src/core/errors.ts';

const failing = (code: string): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => {
      done(Object.assign(new Error('raw'), { code }));
    },
  });
function stoppable() {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: (reason: Error): void => {
      controller.abort(reason);
    },
  };
}
const output = (stream: Writable, mayBeClosed = false) =>
  createOutput({ name: 'standard output', open: () => stream, isTTY: false, mayBeClosed });

describe('an output', () => {
  it('resolves once the text has gone, and not before', async () => {
    const released: (() => void)[] = [];
    const slow = new Writable({ write: (_chunk, _encoding, done) => void released.push(done) });
    let gone = false;

    const writing = output(slow)
      .write('x'.repeat(5_000_000))
      .then(() => (gone = true));
    await new Promise(setImmediate);

    expect(gone).toBe(false);
    released[0]?.();
    await writing;
    expect(gone).toBe(true);
  });

  it.each(['EPIPE', 'EOF', 'ECONNRESET'])(
    'whose reader is gone (%s) rejects with OutputClosed, every time',
    async (code) => {
      const closed = output(failing(code));

      await expect(closed.write('a')).rejects.toBeInstanceOf(OutputClosed);
      await expect(closed.write('b')).rejects.toBeInstanceOf(OutputClosed);
    },
  );

  it('that may be closed lets the work go on', async () => {
    await expect(output(failing('EPIPE'), true).write('a notice')).resolves.toBeUndefined();
  });

  it('on a full disk is an error that says so', async () => {
    await expect(output(failing('ENOSPC')).write('a')).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      exitCode: 2,
      message: 'cannot write to standard output: no space left on the device',
    });
  });

  it('whose reader takes nothing lets a signal end the program', async () => {
    const { signal, abort } = stoppable();
    const stuck = new Writable({ write: () => undefined });
    const target = createOutput({ name: 'standard output', open: () => stuck, isTTY: false, signal });
    const reason = new CancelledError(143);

    const writing = target.write('a');
    abort(reason);

    await expect(writing).rejects.toBe(reason);
  });

  it('takes a last word after the signal', async () => {
    const { signal, abort } = stoppable();
    const written: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString());
        done();
      },
    });
    const target = createOutput({ name: 'standard output', open: () => stream, isTTY: false, signal });

    abort(new CancelledError(143));
    await target.write('6 of 13 changes made');

    expect(written).toEqual(['6 of 13 changes made']);
  });

  it('is not opened before it is written to', () => {
    const target = createOutput({
      name: 'standard output',
      open: () => {
        throw new Error('opened');
      },
      isTTY: false,
    });

    expect(target.columns).toBeUndefined();
  });

  it('is of unknown width on a terminal that reports none', () => {
    const terminal = Object.assign(new Writable(), { columns: 0 });
    expect(
      createOutput({ name: 'standard output', open: () => terminal, isTTY: true }).columns,
    ).toBeUndefined();
  });
});

describe('reading everything', () => {
  const quiet = new AbortController().signal;

  it('keeps characters whole across chunks', async () => {
    const euro = Buffer.from('€');

    expect(await readAll(Readable.from([euro.subarray(0, 1), euro.subarray(1)]), quiet)).toBe('€');
  });

  it('of too much is refused', async () => {
    const much = Readable.from(['four', 'four']);
    await expect(readAll(much, quiet, 5)).rejects.toMatchObject({
      exitCode: 2,
      message: 'cannot read standard input: it is larger than 5 bytes',
    });
  });

  it('of a stream that is closed from the start is empty', async () => {
    expect(await readAll(Readable.from([]), quiet)).toBe('');
  });

  it('ends with the reason of an interruption', async () => {
    const controller = new AbortController();

    const reading = readAll(new PassThrough(), controller.signal);
    controller.abort(new CancelledError(143));

    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED', exitCode: 143 });
  });
});
