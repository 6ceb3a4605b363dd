/** `audit merge`: the reports of several runs as one, with the exit code that one run would have had. */
import { rules } from '../../../../audit/rules/index.ts';
import type { AuditReport } from '../../../../audit/report.ts';
import { ExitCode } from '../../../../core/exit-codes.ts';
import type { AccountRow } from '../../../../report/audit/many/accounts.ts';
import type { Call } from '../../../program/command.ts';
import type { Context } from '../../../context.ts';
import { inputName } from '../../../input.ts';
import { checkSinks, isOnScreen, type Sink } from '../../../sinks.ts';
import { exitCodeFor } from '../audit.ts';
import type { MergeFlags } from '../command.ts';
import {
  accountsOf,
  exitCodeOfAll,
  isOfEach,
  noPicture,
  sinksFor,
  writeAccounts,
} from '../fleet/accounts.ts';
import { resultsInMemory, type Results } from '../fleet/results.ts';
import { failedRow, printAccounts, rowOf, worstFirst } from '../fleet/rows.ts';
import { auditSinksOf, writeReview } from '../sinks.ts';
import { entriesIn, type Entry } from './read.ts';
import { refuseOthers, tellDays, tellMissing, tellTwice, type Source, type Twice } from './together.ts';

interface MergedRow extends AccountRow {
  key: string;
  file: string;
}

interface Merging {
  context: Context;
  options: MergeFlags;
  results: Results;
  rows: Map<string, MergedRow>;
  sources: Source[];
  twice: Twice[];
}

export async function mergeAudits({ context, args, options }: Call<MergeFlags>): Promise<ExitCode> {
  const sinks = auditSinksOf(context, options.report ?? []);
  await checkSinks(context, sinks);
  const merging: Merging = {
    ...{ context, options, results: resultsInMemory() },
    rows: new Map<string, MergedRow>(),
    ...{ sources: [], twice: [] },
  };
  for (const file of await onceEach(context, args)) await addFile(merging, file);
  refuseOthers(merging.sources);
  const rows = [...merging.rows.values()].sort(worstFirst);
  await tellTwice(context, merging.twice, merging.sources);
  await tellDays(context, merging.sources);
  const isWhole = await tellMissing(context, merging.sources);
  await writeReports(merging, sinks, rows);
  const accounts = accountsOf(context, rows, options, ({ key, error }) => reportOf(merging, key, error));
  await writeAccounts(context, sinks, accounts);
  if (!sinks.some(isOnScreen)) await printAccounts(context, accounts);
  return exitCodeOfAll(accounts, sinks, isWhole || options.allowIncomplete === true);
}

/** A file that is named twice is one file. */
async function onceEach(
  context: Context,
  args: readonly (string | undefined)[],
): Promise<ReadonlySet<string>> {
  const files = new Set<string>();
  for (const file of args) {
    if (file === undefined) continue;
    if (files.has(file)) await context.warn(`${inputName(file)} is named twice, and read once`);
    files.add(file);
  }
  return files;
}

async function addFile(merging: Merging, file: string): Promise<void> {
  const { context, sources } = merging;
  const source: Source = { file, count: 0, shards: new Set(), servers: new Set(), days: [] };
  sources.push(source);
  for await (const entry of entriesIn(context, file)) {
    source.count += 1;
    if (entry.shard !== null) source.shards.add(entry.shard);
    if (entry.api_url !== null) source.servers.add(entry.api_url);
    source.days.push(Date.parse(entry.read_at));
    await add(merging, file, entry);
  }
}

/** Of two reports of an account the newer one counts; of the same moment, the first. */
async function add(
  { context, options, rows, results, twice }: Merging,
  file: string,
  entry: Entry,
): Promise<void> {
  const { account, id, report, failure, ...origin } = entry;
  const key = JSON.stringify([origin.api_url, id ?? account]);
  const known = rows.get(key);
  if (known !== undefined) {
    const isNewer = Date.parse(origin.read_at) > Date.parse(known.read_at);
    twice.push({ account, files: [known.file, file], counts: isNewer ? file : known.file });
    if (!isNewer) return;
  }
  const row =
    report === null
      ? failedRow(account, id, failure ?? { message: 'unknown', exitCode: ExitCode.bug }, origin)
      : rowOf(report, exitCodeFor(context, { report }, options), { name: account, id, shard: origin.shard });
  rows.set(key, { ...row, key, file });
  if (report !== null) await results.keep(key, { report, look: null });
}

async function reportOf(
  { results }: Merging,
  key: string,
  error: string | null,
): Promise<AuditReport | null> {
  return error === null ? (await results.read(key)).report : null;
}

/** A report of each account. */
async function writeReports(
  merging: Merging,
  sinks: readonly Sink[],
  rows: readonly MergedRow[],
): Promise<void> {
  const { context, options } = merging;
  for (const { key, id, account, error } of sinks.some(isOfEach) ? rows : []) {
    const report = await reportOf(merging, key, error);
    if (report === null) continue;
    const review = { kind: 'audit', report, rules, picture: () => Promise.resolve(noPicture) } as const;
    await writeReview(context, sinksFor(sinks, id ?? account), review, options);
  }
}
