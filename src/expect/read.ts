/** From the text of a calls file to the calls, or to everything that is wrong with it. */
import { CALLER_HINT, readCaller } from '../calls/caller.ts';
import { readPressing, type Pressing } from '../calls/presses.ts';
import { sentenceList } from '../core/text.ts';
import { readDuration } from '../core/yaml/durations.ts';
import { readYaml } from '../core/yaml/read.ts';
import { quote, type Reader } from '../core/yaml/reader.ts';
import { readMoment } from '../hours/moment.ts';
import { zoneProblem } from '../hours/zones.ts';
import {
  CALLS_VERSION,
  endings,
  type CallsFile,
  type Ending,
  type Expected,
  type TestCall,
} from './calls-file.ts';
import { wordingOf } from './wording.ts';

const about = { code: 'CALLS', hint: '`voipbin test --init` writes such a file from the account as it is' };

/**
 * @param file As messages name it.
 * @throws FileProblems with every problem there is.
 */
export function readCalls(text: string, file: string): CallsFile {
  return readYaml(text, file, about, (reader) => ({ file, ...readFile(reader) }));
}

function readFile(reader: Reader): Omit<CallsFile, 'file'> {
  const { version, time_zone, calls } = reader.fields(['version', 'time_zone', 'calls']);
  if (version !== undefined && version.value !== CALLS_VERSION) {
    version.wrong(`this version of voipbin reads version ${CALLS_VERSION} of the calls file only`);
  }
  const timeZone = time_zone && readZone(time_zone);
  const items = calls?.items() ?? [];
  if (items.length === 0 && (calls === undefined ? reader.isMap || reader.isNull : isEmpty(calls))) {
    (calls ?? reader).wrongKey('it has no calls: a call is written as - to: "+15551230000"');
  }
  // A time zone that is present but wrong is not also reported as missing for every call.
  const zone = time_zone === undefined ? undefined : (timeZone ?? 'UTC');
  return { timeZone, calls: withNames(items, zone) };
}

const isEmpty = ({ value, isNull }: Reader): boolean => isNull || Array.isArray(value);

/** A report names calls, so that two must not have one name. */
function withNames(items: readonly Reader[], zone: string | undefined): TestCall[] {
  const lines = new Map<string, number>();
  return items.flatMap((item) => {
    const read = readCall(item, zone);
    if (read === undefined) return [];
    const { named, call } = read;
    const known = lines.get(call.name);
    lines.set(call.name, known ?? call.line);
    if (known === undefined) return [call];
    if (named === undefined) return [{ ...call, name: `${call.name} (line ${call.line})` }];
    named.wrong(`the call in line ${known} already has the name ${quote(call.name)}`);
    return [];
  });
}

const callKeys = [
  'name',
  'to',
  'at',
  'from',
  'press',
  'nobody_answers',
  'nobody_free',
  'variables',
  'expect',
] as const;

function readCall(
  reader: Reader,
  zone: string | undefined,
): { call: TestCall; named: Reader | undefined } | undefined {
  if (reader.isNull) {
    reader.wrongKey('a call must not be empty');
    return undefined;
  }
  const fields = reader.fields(callKeys, 'key of a call');
  if (reader.isMap && fields.to === undefined) {
    reader.wrongKey('a call needs to: the number that is called, or the name of a flow');
  }
  const to = fields.to?.word();
  const at = fields.at && readAt(fields.at, zone);
  const name = fields.name?.word();
  const pressing = fields.press && readPresses(fields.press);
  const { presses, keys } = pressing ?? { presses: [], keys: [] };
  const nobodyAnswers = fields.nobody_answers?.flag() ?? false;
  const nobodyFree = fields.nobody_free?.flag() ?? false;
  const from = fields.from && readFrom(fields.from);
  const variables = fields.variables === undefined ? {} : readVariables(fields.variables);
  const expect = fields.expect === undefined ? { says: [] } : readExpected(fields.expect);
  if (to === undefined) return undefined;
  const title = [
    to,
    ...(typeof fields.at?.value === 'string' ? [fields.at.value] : []),
    ...(pressing === undefined ? [] : [`press ${String(fields.press?.value).replaceAll(/\s/g, '')}`]),
    ...(nobodyAnswers ? ['nobody answers'] : []),
    ...(nobodyFree ? ['nobody free'] : []),
  ].join(', ');
  const { line } = reader.position;
  return {
    named: fields.name,
    call: {
      name: name ?? title,
      to,
      at,
      from,
      presses,
      keys,
      nobodyAnswers,
      nobodyFree,
      variables,
      expect,
      line,
    },
  };
}

function readFrom(reader: Reader): string | undefined {
  const word = reader.word();
  if (word === undefined) return undefined;
  const caller = readCaller(word);
  if (caller === undefined) reader.wrong(`${quote(word)} is not a caller: ${CALLER_HINT}`);
  return caller;
}

function readZone(reader: Reader): string | undefined {
  const zone = reader.text();
  const problem = zone === undefined ? undefined : zoneProblem(zone);
  if (problem === undefined) return zone;
  reader.wrong(problem);
  return undefined;
}

function readAt(reader: Reader, zone: string | undefined): number | undefined {
  const text = reader.text();
  if (text === undefined) return undefined;
  const at = readMoment(text, zone);
  if (typeof at === 'number') return at;
  const hint = at.endsWith('has no time zone')
    ? ': write time_zone at the top of the file, or 2026-12-24 18:30 Europe/Berlin here'
    : at.endsWith('is not a time')
      ? ', such as 2026-12-24 18:30'
      : '';
  reader.wrong(`${at}${hint}`);
  return undefined;
}

function readPresses(reader: Reader): Pressing | undefined {
  const text = reader.word();
  const read = text === undefined ? undefined : readPressing(text);
  if (read === undefined || !('wrong' in read)) return read;
  reader.wrong(
    read.wrong === 'key'
      ? `${quote(read.text)} is not a key of a telephone: they are 0 to 9, * and #`
      : `${quote(read.text)} is not a key at a time of the call, such as 1@3s or 1@1m30s`,
  );
  return undefined;
}

function readVariables(reader: Reader): Record<string, string> {
  return Object.fromEntries(
    reader.entries().flatMap(([name, value]) => {
      const text = value.word();
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

const expectKeys = ['says', 'queue', 'agent', 'number', 'ends', 'within'] as const;

function readExpected(reader: Reader): Expected {
  const { says, queue, agent, number, ends, within } = reader.fields(expectKeys, 'key of expect');
  return {
    says: says === undefined ? [] : oneOrMore(says).flatMap((item) => readWording(item) ?? []),
    queue: queue?.word(),
    agent: agent?.word(),
    number: number?.word(),
    ends: ends && readEnds(ends),
    within: within && readWithin(within),
  };
}

const oneOrMore = (reader: Reader): Reader[] => (Array.isArray(reader.value) ? reader.items() : [reader]);

function readEnds(reader: Reader): Ending[] {
  const items = oneOrMore(reader);
  if (items.length === 0) reader.wrong(`ends must be ${sentenceList(endings, 'or')}, not an empty list`);
  return items.flatMap((item) => item.oneOf(endings) ?? []);
}

function readWithin(reader: Reader): number | undefined {
  const ms = readDuration(reader, 'ms');
  if (ms !== 0) return ms;
  reader.wrong('within must be more than 0: leave it out, or allow more');
  return undefined;
}

function readWording(reader: Reader): Expected['says'][number] | undefined {
  const text = reader.text();
  if (text === undefined) return undefined;
  const wording = wordingOf(text);
  if (typeof wording !== 'string') return wording;
  reader.wrong(wording);
  return undefined;
}
