/** Standard output that is an ordinary file: Node's own stream takes a write that was cut short for a whole one. */
import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** Whether a descriptor is an ordinary file; a closed one is not. */
export function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

/** Writes to the end of each text, or fails with the reason why the rest did not go: a full disk, a limit of the size. */
export function createFileStream(fd: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length;) at += writeSync(fd, chunk, at);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
