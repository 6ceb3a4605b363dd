/** Where a call begins: a number, by its name too, or a flow by its name or id. */
import type { Number } from '../../../api/wire.ts';
import { AppError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { candidates, findNamed } from '../../../core/find-named.ts';
import { isSetId } from '../../../core/ids.ts';
import type { TracedAccount } from './account.ts';

export interface Entrance {
  /** For people: `+49 30 1234 Main line`, or the flow's name. */
  title: string;
  /** E.164; undefined for a flow. */
  number: string | undefined;
  /** The flow's id. */
  flow: string;
}

/** Something that a word may name, and by what: `rank` decides between those that it names equally well. */
interface Place {
  id: string;
  name: string | null | undefined;
  rank: number;
  entrance: () => Entrance;
}

/**
 * A number by its digits, then a flow, then a number by its name: setup calls a number like the flow that it leads to.
 * @throws AppError where nothing has that name, several have, or a number has no flow.
 */
export function entranceOf(
  word: string,
  { numbers, flows, account }: Pick<TracedAccount, 'numbers' | 'flows' | 'account'>,
): Entrance {
  const atNumber = (row: Number) => (): Entrance => entranceAt(row, account);
  const places: Place[] = [
    ...numbers.map((row) => ({ id: row.id, name: row.number, rank: 0, entrance: atNumber(row) })),
    ...flows.map(({ id, name }) => ({
      ...{ id, name, rank: 1 },
      entrance: () => ({ title: name || id, number: undefined, flow: id }),
    })),
    ...numbers.map((row) => ({ id: row.id, name: row.name, rank: 2, entrance: atNumber(row) })),
  ];
  const namesOf = ({ name }: Place): readonly unknown[] => [name];
  const found = candidates(word, { rows: places, namesOf });
  const first = Math.min(...found.map(({ rank }) => rank));
  const rows = found.length === 0 ? places : found.filter(({ rank }) => rank === first);
  const one = found.length === 0 ? 'number or flow' : first === 1 ? 'flow' : 'number';
  return findNamed(word, { one, rows, namesOf }).entrance();
}

/** @throws AppError where the number leads nowhere. */
function entranceAt(
  { number = '', name, call_flow_id }: Number,
  account: TracedAccount['account'],
): Entrance {
  // A number that a plan has yet to get goes by its name.
  const title = [...new Set([number, name])].filter(Boolean).join(' ');
  const flow = call_flow_id?.toLowerCase();
  if (!isSetId(flow))
    throw notFound(`${title} has no flow, so that calls to it end immediately`, NUMBER_HINT);
  if (!account.flows.has(flow)) throw notFound(`${title} has a flow that does not exist`, NUMBER_HINT);
  return { title, number: number ?? '', flow };
}

const NUMBER_HINT = 'give the number a call_flow in the plan file, and run `voipbin apply`';

const notFound = (message: string, hint: string): AppError =>
  new AppError('NOT_FOUND', ExitCode.notFound, message, { hint });
