/** Keeps the memory of the process small while rows come and go. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import type { Transport } from '../core/ports.ts';

/**
 * How much memory V8 may use for new objects: by default it grows to 32 MB, which makes nothing faster. With a quarter of
 * ours, long lists take half as long again: rows still in use are promoted to where garbage stays longer.
 */
const ENOUGH = 8 * 1024 * 1024;

/** The same transport, which checks memory use before each request. */
export function inSmallMemory(transport: Transport): Transport {
  const look = smallMemory();
  return (request) => {
    look();
    return transport(request);
  };
}

/** Call it about once per row: it checks until V8 has taken enough. */
export function smallMemory(): () => void {
  // Long lists leave mostly garbage, which V8 by default lets grow to several times the memory in use.
  setFlagsFromString('--heap-growing-percent=30');
  let mayGrow = true;
  return () => {
    if (mayGrow && newSpaceBytes() >= ENOUGH) {
      setFlagsFromString('--semi-space-growth-factor=1');
      mayGrow = false;
    }
  };
}

/**
 * For a reading of minutes, whose time is that of the server: V8 collects garbage more often, and moves together what is
 * left. A list that is read as fast as possible would take half as long again.
 */
export function compactMemory(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--heap-growing-percent=15');
}

const newSpaceBytes = (): number =>
  getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
