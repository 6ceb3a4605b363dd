import * as wire from '../api/wire.ts';
import { storedHours, toPlain, type HoursFlow, type StoredHours } from '../hours/flow.ts';
import { coveredText, type Definition, type ExceptionText } from '../hours/definition.ts';
import { isProblems, readWhen } from '../hours/exceptions.ts';
import { readWeek } from '../hours/read-week.ts';
import { zoneProblem } from '../hours/zones.ts';
import type { Reader } from '../core/yaml/reader.ts';
import { canonicalActions } from './actions/canonical.ts';
import { compileActions } from './actions/compile.ts';
import type { FieldChange } from './field.ts';
import { id, name, updated } from './columns.ts';
import { custom, field, text } from './field.ts';
import { checkName, detail, otherName, type ManyKind, type Wire } from './kind.ts';

const openSchema = {
  description:
    'When it is open: mon-fri 9:00-17:00, sat 10:00-14:00; 24/7; or in the form of OpenStreetMap (Mo-Fr 09:00-12:30,13:30-17:00; PH off).',
  type: 'string',
};

const open = custom<string>({
  schema: openSchema,
  empty: '',
  clearable: false,
  read(reader) {
    const value = reader.string();
    const week = value === undefined ? [] : readWeek(value);
    if (!isProblems(week)) return value;
    for (const { at, message } of week) reader.wrongAt(at, message);
    return undefined;
  },
  toWire: (value) => value,
  fromWire: (wire) => (typeof wire === 'string' ? wire : undefined),
  canonical: String,
});

const holidays = custom<string>({
  schema: {
    description:
      'The region whose public holidays are days off: a country, a part of one (DE-BY, GB-ENG, US), or a part of that where towns differ (DE-BY-KATH: Assumption Day as well).',
    type: ['string', 'null'],
    pattern: '^\\s*[A-Za-z]{2}(-[A-Za-z0-9]+)*\\s*$',
  },
  empty: '',
  read(reader, scope) {
    const code = reader.text();
    const problem = code === undefined ? undefined : scope.holidays?.problem(code);
    if (problem === undefined) return code?.toUpperCase();
    reader.wrong(problem);
    return undefined;
  },
  toWire: (value) => value,
  fromWire: (wire) => (typeof wire === 'string' ? wire : undefined),
  canonical: (wire) => (typeof wire === 'string' ? wire : ''),
});

const exceptions = (description: string) =>
  custom<readonly ExceptionText[]>({
    schema: {
      description: `${description}: 2026-12-24, 2026-12-24 9:00-12:00 or 2026-12-27 - 2026-12-31, with or without a reason.`,
      type: ['array', 'null'],
      items: {
        anyOf: [
          { title: 'days', type: 'string' },
          {
            title: 'days with a reason',
            type: 'object',
            minProperties: 1,
            maxProperties: 1,
            additionalProperties: { type: ['string', 'null'] },
          },
        ],
      },
    },
    empty: [],
    read(reader) {
      const read = reader.items().map(readException);
      return Array.isArray(reader.value) && read.every((one) => one !== undefined) ? read : undefined;
    },
    toWire: (value) => value,
    fromWire: (wire) => (Array.isArray(wire) ? (wire as ExceptionText[]) : undefined),
    canonical: (wire) => JSON.stringify(wire ?? []),
    toPlain: (value) => toPlain({ closed: value } as Definition)['closed'],
  });

/** `2026-12-24`, or with its reason `2026-12-24: Christmas Eve`. */
function readException(reader: Reader): ExceptionText | undefined {
  if (!reader.isMap) {
    const when = reader.text();
    return when === undefined
      ? undefined
      : checked({ when }, (at, message) => {
          reader.wrongAt(at, message);
        });
  }
  const [entry, ...more] = reader.entries();
  if (entry === undefined || more.length > 0) {
    reader.wrong('one date and its reason belong together, such as 2026-12-24: Christmas Eve');
    return undefined;
  }
  const [when, reason] = entry;
  const because = reason.isNull ? undefined : reason.word();
  const exception = { when: when.trim(), ...(because !== undefined && { because }) };
  return checked(exception, (at, message) => {
    reason.wrongKeyAt(at, message);
  });
}

function checked(
  exception: ExceptionText,
  wrong: (at: number, message: string) => void,
): ExceptionText | undefined {
  const when = readWhen(exception.when);
  if ('kind' in when) return exception;
  wrong(when.at, when.message);
  return undefined;
}

/** The flow: compiled, and shown as what it was compiled from. */
const flow = custom<StoredHours & Partial<Pick<HoursFlow, 'actions'>>>({
  schema: {},
  empty: [],
  clearable: false,
  read: () => undefined,
  toWire: ({ actions = [] }, ids, owner) => compileActions(actions, ids, owner),
  fromWire: storedHours,
  canonical: (wire) => JSON.stringify(canonicalActions(wire)),
  toPlain: ({ definition }) => toPlain(definition),
  changes: (live, { value }) => hoursChanges(storedHours(live?.wire), value),
});

function hoursChanges(before: StoredHours | undefined, after: StoredHours): FieldChange[] {
  const [from, to] = [sayingOf(before), sayingOf(after)];
  const all = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changes = all
    .map((path) => ({ path, from: from[path] ?? null, to: to[path] ?? null }))
    .filter((change) => JSON.stringify(change.from) !== JSON.stringify(change.to));
  // Somebody has changed the flow by hand, or a country its clocks or its holidays.
  return changes.length > 0 ? changes : [{ path: 'flow', from: 'other times', to: 'as the hours say' }];
}

const sayingOf = (hours: StoredHours | undefined): Readonly<Record<string, unknown>> =>
  hours === undefined ? {} : { ...toPlain(hours.definition), days: coveredText(hours.covered) };

export const hours: ManyKind<wire.Flow> = {
  kind: 'hours',
  one: 'hours',
  path: 'flows',
  wire: wire.flow,
  puts: [{ part: '', fields: ['name', 'detail', 'actions', 'on_complete_flow_id'] }],
  about: 'Opening hours: a flow of its own that says whether it is open, for the next 365 days.',
  fields: [field('name', otherName), field('detail', detail), field('flow', flow, 'actions')],
  said: [
    field('name', otherName),
    field(
      'time_zone',
      text('The time zone of the hours, such as Europe/Berlin.', { clearable: false, check: zoneProblem }),
    ),
    field('open', open),
    field('holidays', holidays),
    field(
      'opened',
      exceptions('Open despite holidays and what is closed, in place of the hours of that day'),
    ),
    field('closed', exceptions('Also closed')),
  ],
  noticed: ['actions'],
  current: (live) => ({ ...live, ...storedHours(live['actions'])?.definition }),
  leadsCallers: true,
  key: 'name',
  renamable: true,
  checkName,
  defaults: { detail: '', actions: [] },
  suspect: 'try again in a minute',
  columns: [name, updated, id],
  missing: ({ flow: made }) => (made === undefined ? 'new opening hours need time_zone and open' : undefined),
};

/** Whether a flow is the one of some opening hours. */
export const isHoursFlow = (live: Wire): boolean => storedHours(live['actions']) !== undefined;
