/** Keeps the memory of the process small while rows come and go. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import type { Transport } from '../core/ports.ts';

/**
 * What V8 may take for new objects: by itself it goes up to 32 MB, which makes nothing faster. With a quarter of this much,
 * long lists take half as long again: rows that are still in use are moved to where garbage stays for longer.
 */
const ENOUGH = 8 * 1024 * 1024;

/** The same transport, which looks after the memory before each request. */
export function inSmallMemory(transport: Transport): Transport {
  const look = smallMemory();
  return (request) => {
    look();
    return transport(request);
  };
}

/** To be called for each row or so: looks until V8 has taken enough. */
export function smallMemory(): () => void {
  // Long lists leave much garbage and little else: by itself V8 lets that grow to several times of what is in use.
  setFlagsFromString('--heap-growing-percent=30');
  let mayGrow = true;
  return () => {
    if (mayGrow && newSpaceBytes() >= ENOUGH) {
      setFlagsFromString('--semi-space-growth-factor=1');
      mayGrow = false;
    }
  };
}

const newSpaceBytes = (): number =>
  getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
