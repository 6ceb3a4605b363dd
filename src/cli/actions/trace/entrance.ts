/** Where a call begins: a number, by its name too, or a flow by its name or id. */
import type { Flow, Number } from '../../../api/wire.ts';
import { AppError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { isSetId, isUuid } from '../../../core/ids.ts';
import { didYouMean } from '../../../core/suggest.ts';
import type { TracedAccount } from './account.ts';

export interface Entrance {
  /** For people: `+49 30 1234 Main line`, or the flow's name. */
  title: string;
  /** E.164; undefined for a flow. */
  number: string | undefined;
  /** The flow's id. */
  flow: string;
}

/** @throws AppError where nothing has that name, several flows have, or a number has no flow. */
export function entranceOf(named: string, { numbers, flows, account }: TracedAccount): Entrance {
  const spoken = named.replaceAll(/[\s()./-]/g, '');
  const number = numbers.find((row) => row.number === spoken || row.id === named.toLowerCase());
  if (number !== undefined) return entranceAt(number, account);
  const found = isUuid(named)
    ? flows.filter(({ id }) => id.toLowerCase() === named.toLowerCase())
    : flows.filter(({ name }) => name === named);
  const [flow, second] = found;
  if (second !== undefined) {
    throw new UsageError(`${found.length} flows have the name ${JSON.stringify(named)}`, {
      hint: `name one by its id: ${found.map(({ id }) => id).join(', ')}`,
    });
  }
  return flow === undefined
    ? entranceAt(numberNamed(named, numbers, flows), account)
    : { title: flow.name || flow.id, number: undefined, flow: flow.id };
}

function numberNamed(named: string, numbers: readonly Number[], flows: readonly Flow[]): Number {
  const found = numbers.filter(({ name }) => name === named);
  const [number, second] = found;
  if (number === undefined) throw unknown(named, numbers, flows);
  if (second === undefined) return number;
  throw new UsageError(`${found.length} numbers have the name ${JSON.stringify(named)}`, {
    hint: `name one of ${found.map((row) => row.number ?? row.id).join(', ')}`,
  });
}

/** @throws AppError where the number leads nowhere. */
function entranceAt(
  { number = '', name, call_flow_id }: Number,
  account: TracedAccount['account'],
): Entrance {
  const title = [number, name].filter(Boolean).join(' ');
  const flow = call_flow_id?.toLowerCase();
  if (!isSetId(flow))
    throw notFound(`${title} has no flow, so that calls to it end immediately`, NUMBER_HINT);
  if (!account.flows.has(flow)) throw notFound(`${title} has a flow that does not exist`, NUMBER_HINT);
  return { title, number: number ?? '', flow };
}

const NUMBER_HINT = 'give the number a call_flow in the plan file, and run `voipbin apply`';

function unknown(named: string, numbers: readonly Number[], flows: readonly Flow[]): AppError {
  const names = [
    ...numbers.map(({ number }) => number ?? ''),
    ...flows.map(({ name }) => name ?? ''),
    ...numbers.map(({ name }) => name ?? ''),
  ].filter((name) => name !== '');
  const hint =
    didYouMean(named, names) ??
    (names.length === 0
      ? 'the account has no numbers and no flows'
      : `choose one of: ${names.slice(0, 10).join(', ')}`);
  return notFound(`number or flow ${JSON.stringify(named)} does not exist`, hint);
}

const notFound = (message: string, hint: string): AppError =>
  new AppError('NOT_FOUND', ExitCode.notFound, message, { hint });
