/** A part of many customers, for one machine of several: the same customers each time, whatever else is in the list. */
import { createHash } from 'node:crypto';
import { UsageError } from '../../../../core/errors.ts';

export interface Shard {
  /** From 1. */
  part: number;
  of: number;
}

const MOST = 1000;

/** @throws UsageError for anything but two whole numbers such as 2/5. */
export function parseShard(text: string): Shard {
  const [, part, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (part !== undefined && of !== undefined && part >= 1 && part <= of && of <= MOST) return { part, of };
  throw new UsageError(`--shard ${JSON.stringify(text)} is not a part such as 2/5`, {
    hint: `write the second of five parts as 2/5; there are at most ${MOST} parts`,
  });
}

export const shardText = ({ part, of }: Shard): string => `${part}/${of}`;

/** By the id alone: a customer that comes or goes moves no other one. */
export function isInShard(id: string, { part, of }: Shard): boolean {
  const hash = createHash('sha256').update(id.toLowerCase()).digest().readUInt32BE(0);
  return hash % of === part - 1;
}
