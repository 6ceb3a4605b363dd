/** Flags that mean many accounts, and what does not go with them. */
import { resolve } from 'node:path';
import { UsageError } from '../../../../core/errors.ts';
import type { Context } from '../../../context.ts';
import type { Policy } from '../../../../audit/policy/policy.ts';
import { rules } from '../../../../audit/rules/index.ts';
import { STDIN } from '../../../input.ts';
import { auditSinksOf } from '../sinks.ts';
import { rulesFor } from '../only.ts';
import { parseHorizon } from '../../../since.ts';
import type { AuditFlags } from '../command.ts';
import type { Sink } from '../../../sinks.ts';
import { parseShard, type Shard } from './shard.ts';

/**
 * Everything that can be refused before the first request, but for what the disk says.
 *
 * @throws UsageError
 */
export function readFlags(
  context: Context,
  options: AuditFlags,
): { sinks: readonly Sink[]; shard: Shard | undefined } {
  refuseMixtures(context, options);
  const sinks = auditSinksOf(context, options.report ?? []);
  // Wrong words would otherwise be found once for each account.
  rulesFor(options, rules);
  parseHorizon(options.since, context.host.clock.now());
  return { sinks, shard: options.shard === undefined ? undefined : parseShard(options.shard) };
}

/** Flags that mean one account, or one screen. */
function refuseMixtures({ flags }: Context, options: AuditFlags): void {
  const given = (pairs: readonly (readonly [string, unknown])[]): string[] =>
    pairs.filter(([, value]) => value !== undefined).map(([flag]) => flag);
  const ways = given([
    ['--profiles', options.profiles],
    ['--all-profiles', options.allProfiles],
    ['--customers', options.customers],
  ]);
  const [first] = given([
    ['--profile', flags.profile],
    ['--as-customer', flags.asCustomer],
    ['--from', options.from],
    ['--save-snapshot', options.saveSnapshot],
    ['--fix-plan', options.fixPlan],
  ]);
  if (ways.length > 1) throw new UsageError(`${ways.join(' and ')} cannot be combined`);
  if (first !== undefined && !(first === '--profile' && options.customers !== undefined)) {
    throw new UsageError(`${first} is for one account, and cannot be combined with ${String(ways[0])}`);
  }
  if (options.customers === undefined) {
    if (options.shard !== undefined) throw new UsageError('--shard needs --customers');
    return;
  }
  if (flags.reason === undefined) {
    throw new UsageError('--customers needs --reason', {
      hint: '10 to 200 characters of plain ASCII, kept on record for every account',
    });
  }
}

/** All that decides what a run finds and writes: the same command continues it, and no other. */
export function commandOf(
  { host, version, flags }: Context,
  { customers, shard, since, only, newOnly, maxRequests }: AuditFlags,
  { sinks, policy, apiUrl }: { sinks: readonly Sink[]; policy: Policy; apiUrl: string },
): object {
  const place = (path: string): string => resolve(host.system.cwd, path);
  const reports = sinks.map(({ format, path }) => [format, place(path)]);
  const whose = customers === undefined || ['all', STDIN].includes(customers) ? customers : place(customers);
  return {
    version,
    apiUrl,
    whose,
    shard,
    since,
    only,
    newOnly,
    maxRequests,
    policy,
    reports,
    profile: flags.profile,
  };
}
