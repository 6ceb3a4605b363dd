/** Where an audit gets its snapshot from: the server, or a file that was saved before. */
import { PRIVATE } from '../../../core/modes.ts';
import { resolve } from 'node:path';
import { compactMemory } from '../../../api/memory.ts';
import { UsageError } from '../../../core/errors.ts';
import { plural } from '../../../core/text.ts';
import { collect, type Estimate } from '../../../snapshot/collect.ts';
import type { ReadSection, Snapshot } from '../../../snapshot/snapshot.ts';
import type { Context } from '../../context.ts';
import { readOwn } from '../../input.ts';
import { parseHorizon } from '../../since.ts';
import { rememberedTraffic } from './kept-traffic.ts';
import { duration } from '../../progress.ts';
import { openMetered } from '../../reading.ts';
import type { AuditFlags } from './command.ts';

/** A reading of more requests takes minutes at the rate of the server. */
const LONG = 1000;

/** What --max-requests leaves out, and with how many it would not. */
function omitted(leftOut: Estimate['leftOut'], requests: number): string {
  if (leftOut.length === 0) return '';
  const names = leftOut.map(({ name }) => name).join(', ');
  const known = leftOut.every((one) => one.requests > 0);
  const whole = leftOut.reduce((sum, one) => sum + one.requests, requests);
  return `; --max-requests leaves out ${names}${known ? `: all of it takes about ${whole}` : ''}`;
}

/** @param wanted What is read; all unless said. */
export async function gather(
  context: Context,
  flags: AuditFlags,
  wanted?: readonly ReadSection[],
): Promise<Snapshot> {
  if (flags.from !== undefined) return fromFile(context, flags);
  const snapshot = await fromServer(context, flags, wanted);
  if (flags.saveSnapshot !== undefined) {
    const { saveSnapshot } = await import('../../../snapshot/file.ts');
    const path = resolve(context.host.system.cwd, flags.saveSnapshot);
    await context.host.files.write(path, saveSnapshot(snapshot), PRIVATE);
    await context.notice(`snapshot saved in ${flags.saveSnapshot}`);
  }
  return snapshot;
}

async function fromFile(context: Context, flags: AuditFlags): Promise<Snapshot> {
  const { from = '', since, maxRequests, saveSnapshot: save, fresh } = flags;
  for (const [flag, value] of [
    ['--since', since],
    ['--max-requests', maxRequests],
    ['--save-snapshot', save],
    ['--fresh', fresh],
  ] as const) {
    if (value !== undefined) {
      throw new UsageError(`--from and ${flag} cannot be combined`, {
        hint: 'a saved snapshot is audited as it is, without the network',
      });
    }
  }
  const { readSnapshot } = await import('../../../snapshot/file.ts');
  return readSnapshot(await readOwn(context, from), from);
}

async function fromServer(
  context: Context,
  flags: AuditFlags,
  wanted: readonly ReadSection[] | undefined,
): Promise<Snapshot> {
  const { host } = context;
  const now = host.clock.now();
  const since = parseHorizon(flags.since, now);
  const { api, meter, progress, rate } = await openMetered(context, flags);
  try {
    const memory = rememberedTraffic(context, api.client.apiUrl, flags.fresh === true);
    const snapshot = await collect(api, {
      clock: host.clock,
      since,
      meter,
      memory,
      ...(wanted && { wanted }),
      maxRequests: flags.maxRequests,
      onEstimate({ requests, remaining, leftOut }) {
        // An audit that was interrupted reads no more.
        if (host.signal.aborted) return;
        if (remaining > LONG) compactMemory();
        progress.expect(requests);
        void progress
          .clear()
          .then(() =>
            context.notice(
              `about ${plural(requests, 'request')}, ${duration(remaining / rate)} left at ${rate} per second${omitted(leftOut, requests)}`,
            ),
          );
      },
    });
    await memory.save();
    return snapshot;
  } finally {
    await progress.clear();
  }
}
