/** Reports of audits as files have them: of many accounts, as `-o json` and `-o jsonl` write them, or of one. */
import { smallMemory } from '../../../../api/memory.ts';
import { isAuditReport, type AuditReport } from '../../../../audit/report.ts';
import { UsageError } from '../../../../core/errors.ts';
import { ExitCode } from '../../../../core/exit-codes.ts';
import { jsonObjects } from '../../../../core/json-objects.ts';
import { parseTime } from '../../../../core/time.ts';
import type { Context } from '../../../context.ts';
import { pause } from '../../../output.ts';
import { inputName, ownPieces } from '../../../input.ts';

/** Accounts that are read without letting a signal be heard, and without a look at the memory. */
const BETWEEN_PAUSES = 50;

/** What a report says of one account. */
export interface Entry {
  account: string;
  id: string | null;
  read_at: string;
  api_url: string | null;
  shard: string | null;
  /** Why there is no report. */
  failure: { message: string; exitCode: ExitCode } | undefined;
  report: AuditReport | null;
}

/**
 * One after another: no more than one is held.
 *
 * @throws UsageError for a file that is not a report.
 */
export async function* entriesIn(context: Context, file: string): AsyncGenerator<Entry, void, undefined> {
  const pieces = await ownPieces(context, file);
  const lookAfterMemory = smallMemory();
  let count = 0;
  try {
    for await (const one of jsonObjects(pieces)) {
      count += 1;
      if (count % BETWEEN_PAUSES === 0) {
        await pause(context.host);
        lookAfterMemory();
      }
      yield entryOf(JSON.parse(one));
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notReport(file, count > 0 ? `its account ${count}: ${error.message}` : error.message);
  }
}

function notReport(file: string, why: string): UsageError {
  return new UsageError(`${inputName(file)} is not an audit report: ${why}`, {
    hint: '`voipbin audit --customers all --reason <text> -o json > report.json` writes one',
  });
}

/** @throws SyntaxError */
function entryOf(value: unknown): Entry {
  if (isAuditReport(value)) return ofReport(value, null);
  if (!isRow(value)) throw new SyntaxError('it has neither findings nor an error');
  const { account, id, error, exit_code: code, report, shard = null } = value;
  if (isAuditReport(report)) return { ...ofReport(report, shard), account, id: report.account.id ?? id };
  const exitCode = exitCodes.find((known) => known === code);
  if (error === null || exitCode === undefined) throw new SyntaxError('it has neither findings nor an error');
  const { read_at, api_url = null } = value;
  if (parseTime(read_at) === undefined) throw new SyntaxError('it does not say when it was read');
  return {
    ...{ account, id, api_url, shard, read_at: read_at ?? '', report: null },
    failure: { message: error, exitCode },
  };
}

const exitCodes: readonly ExitCode[] = Object.values(ExitCode);

function ofReport(report: AuditReport, shard: string | null): Entry {
  const { account, generated_at: read_at, api_url } = report;
  return {
    ...{ account: account.name ?? account.id ?? 'the account', id: account.id, read_at, api_url, shard },
    ...{ failure: undefined, report },
  };
}

/** Rows of 0.3.0 have neither `read_at` nor `api_url` nor `shard`. */
interface Row {
  account: string;
  id: string | null;
  error: string | null;
  exit_code: number;
  report: unknown;
  read_at?: string;
  api_url?: string | null;
  shard?: string | null;
}

function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null || !('report' in value)) return false;
  const { account, id, error, exit_code, read_at, api_url, shard } = value as Partial<Row>;
  return (
    typeof account === 'string' &&
    typeof exit_code === 'number' &&
    [id, error].every(isTextOrNull) &&
    [read_at, api_url, shard].every((text) => text === undefined || isTextOrNull(text)) &&
    read_at !== null
  );
}

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
