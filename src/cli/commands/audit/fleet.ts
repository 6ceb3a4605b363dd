/** Many accounts, one after another: the saved sign-ins, or, for platform staff, the platform's customers. */
import { AppError, CancelledError, UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { worstExitCode } from '../../../core/exit-codes.ts';
import { isUuid } from '../../../core/ids.ts';
import { customers } from '../../../resources/customers.ts';
import type { AuditReport } from '../../../audit/report.ts';
import type { Column } from '../../../report/format.ts';
import { plainColumns } from '../../../report/tabular/csv-columns.ts';
import type { Call } from '../../program/command.ts';
import { createContext, type Context } from '../../context.ts';
import type { SharedFlags } from '../../program/flags.ts';
import { printList } from '../../output.ts';
import { checkSinks, type Sink } from '../../sinks.ts';
import { readInput } from '../../input.ts';
import { exitCodeFor, isNothingNew, mayBeSilent, shortText, type Ended } from './audit.ts';
import { checkMemory } from './history.ts';
import { reviewAccount, type Reviewed } from './review.ts';
import { auditSinksOf, writeReview } from './sinks.ts';
import type { AuditFlags } from './command.ts';

/** One account to look at: a name for people, and the flags that lead to it. */
interface Target {
  name: string;
  flags: Partial<SharedFlags>;
}

interface Row extends Record<string, unknown> {
  account: string;
  id: string | null;
  critical: number | null;
  high: number | null;
  medium: number | null;
  low: number | null;
  new: number | null;
  not_checked: number | null;
  exit_code: ExitCode;
  error: string | null;
  report: AuditReport | null;
}

const columns: readonly Column[] = [
  { key: 'account', title: 'ACCOUNT' },
  ...['critical', 'high', 'medium', 'low', 'new'].map((key) => ({ key, title: key.toUpperCase() })),
  { key: 'not_checked', title: 'NOT CHECKED' },
  { key: 'exit_code', title: 'EXIT' },
  { key: 'error', title: 'ERROR' },
];

const fields = () => plainColumns(['account', 'id', ...columns.slice(1).map(({ key }) => key)]);

/** Everything that can be refused before the first request; then the audit itself. */
export async function prepareFleet({ context, options }: Call<AuditFlags>): Promise<() => Promise<Ended>> {
  checkFlags(context, options);
  const sinks = auditSinksOf(context, options.report ?? []);
  const unnamed = sinks.find(({ path }) => !path.includes('{account}'));
  if (unnamed !== undefined) {
    throw new UsageError(
      `--report ${unnamed.format}=${unnamed.path}: every account has a report of its own`,
      {
        hint: 'put {account} into the path',
      },
    );
  }
  await checkSinks(context, sinks);
  if (options.newOnly) await checkMemory(context);
  return () => auditMany(context, options, sinks);
}

async function auditMany(context: Context, options: AuditFlags, sinks: readonly Sink[]): Promise<Ended> {
  const rows: Row[] = [];
  const reviews: Reviewed[] = [];
  try {
    const targets = await targetsOf(context, options);
    for (const [index, target] of targets.entries()) {
      await context.notice(`${index + 1} of ${targets.length}: ${target.name}`);
      rows.push(await auditOne(context, target, options, sinks, reviews));
    }
    rows.sort((a, b) => compare(weight(a), weight(b)));
    const failed = rows.some(({ error }) => error !== null);
    const isNews = failed || !reviews.every(isNothingNew);
    if (isNews || !(await mayBeSilent(context))) await printList(context, { columns, fields, rows });
    // What was not reported is not remembered.
    for (const review of reviews) await review.remember();
  } finally {
    for (const review of reviews) await review.release();
  }
  return {
    exitCode: worstExitCode(rows.map(({ exit_code }) => exit_code)),
    text: [...rows.flatMap(({ account, error }) => (error === null ? [] : `${account}: ${error}\n`))]
      .concat(reviews.map(shortText))
      .join(''),
  };
}

/** Flags that mean one account, or one screen. */
function checkFlags({ flags }: Context, options: AuditFlags): void {
  const ways = [
    ['--profiles', options.profiles],
    ['--all-profiles', options.allProfiles],
    ['--customers', options.customers],
  ].filter(([, value]) => value !== undefined);
  const single = [
    ['--profile', flags.profile],
    ['--as-customer', flags.asCustomer],
    ['--from', options.from],
    ['--save-snapshot', options.saveSnapshot],
    ['--fix-plan', options.fixPlan],
  ].filter(([, value]) => value !== undefined);
  if (ways.length > 1) throw new UsageError(`${ways.map(([flag]) => flag).join(' and ')} exclude each other`);
  const [first] = single;
  if (first !== undefined && !(first[0] === '--profile' && options.customers !== undefined)) {
    throw new UsageError(`${String(first[0])} means one account, and ${String(ways[0]?.[0])} many`);
  }
  if (options.customers !== undefined && flags.reason === undefined) {
    throw new UsageError('--customers needs --reason', {
      hint: '10 to 200 characters of plain ASCII, kept on record for every account',
    });
  }
}

async function targetsOf(context: Context, options: AuditFlags): Promise<Target[]> {
  if (options.customers !== undefined) return customersOf(context, options.customers);
  const { profiles } = await context.config();
  const known = Object.keys(profiles);
  const names =
    options.profiles === undefined
      ? known
      : options.profiles
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean);
  const missing = names.filter((name) => !known.includes(name));
  if (missing.length > 0) {
    throw new UsageError(`there is no profile ${missing.map((name) => JSON.stringify(name)).join(', ')}`, {
      hint: known.length > 0 ? `there are ${known.join(', ')}` : 'run `voipbin login` first',
    });
  }
  if (names.length === 0)
    throw new UsageError('there are no saved sign-ins', { hint: 'run `voipbin login` first' });
  return names.map((name) => ({ name, flags: { profile: name } }));
}

async function customersOf(context: Context, which: string): Promise<Target[]> {
  const target = (id: string, name: string): Target => ({ name, flags: { asCustomer: id } });
  if (which !== 'all') {
    const text = await readInput(context, which, '--customers all takes every one');
    const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
    const wrong = lines.flatMap((line, index) =>
      line === '' || isUuid(line) ? [] : [`${which}:${index + 1}:1 ${JSON.stringify(line)} is not an id`],
    );
    if (wrong.length > 0) throw new UsageError(wrong.join('\n'), { hint: 'one customer id per line' });
    return [...new Set(lines.filter(Boolean))].map((id) => target(id, id));
  }
  const api = await contextFor(context, {}).api({ readOnly: true });
  const targets: Target[] = [];
  for await (const row of api.of(customers).list()) {
    if (!row.tm_delete && row.status !== 'deleted') targets.push(target(row.id, row.name || row.id));
  }
  return targets;
}

async function auditOne(
  context: Context,
  { name, flags }: Target,
  options: AuditFlags,
  sinks: readonly Sink[],
  /** Where a review goes whose reports are written: it is remembered once the table is out. */
  reviews: Reviewed[],
): Promise<Row> {
  const own = contextFor(context, flags);
  const none = { critical: null, high: null, medium: null, low: null, new: null, not_checked: null };
  let review: Reviewed | undefined;
  try {
    review = await reviewAccount(own, options);
    const { report } = review;
    const id = report.account.id ?? flags.asCustomer ?? null;
    const file = id ?? name.replace(/[^\w.-]/g, '_');
    await writeReview(
      own,
      sinks.map(({ format, path }) => ({ format, path: path.replaceAll('{account}', file) })),
      review,
      options,
    );
    reviews.push(review);
    return {
      account: report.account.name ?? name,
      id,
      ...report.summary.findings,
      new: Object.values(report.summary.new).reduce((sum, count) => sum + count, 0),
      not_checked: report.summary.not_checked,
      exit_code: exitCodeFor(own, review, options),
      error: null,
      report,
    };
  } catch (error) {
    await review?.release();
    // One account's failure is its own; Ctrl-C is everybody's.
    if (!(error instanceof AppError) || error instanceof CancelledError) throw error;
    const id = flags.asCustomer ?? null;
    return { account: name, id, ...none, exit_code: error.exitCode, error: error.message, report: null };
  } finally {
    await own.close();
  }
}

function contextFor(context: Context, flags: Partial<SharedFlags>): Context {
  const { profile: _, asCustomer: __, ...shared } = context.flags;
  const keep =
    flags.profile === undefined && context.flags.profile !== undefined
      ? { profile: context.flags.profile }
      : {};
  const merged = { ...shared, ...keep, ...flags };
  return createContext(context.host, merged, context.version, context.store);
}

/** Worst first: what failed, then the gravest findings. */
function weight(row: Row): number[] {
  return [
    row.error === null ? 0 : 1,
    row.critical ?? 0,
    row.high ?? 0,
    row.medium ?? 0,
    row.low ?? 0,
    row.not_checked ?? 0,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return other - value;
  }
  return 0;
}
