/** Changes and deletes existing objects; after a lost answer, the object is checked before anything is sent again. */
import { ApiError, ConflictError } from '../../core/errors.ts';
import { SECOND } from '../../core/time.ts';
import { field, text, type Field } from '../../resources/field.ts';
import {
  access,
  valuesOf,
  writeSingle,
  writtenFields,
  type ManyKind,
  type SingleKind,
  type Values,
  type Wire,
} from '../../resources/kind.ts';
import type { Target } from '../difference/match.ts';
import type { Secrets } from '../difference/secrets.ts';
import { wantedValues } from '../difference/steps.ts';
import { isAnswered, isUncertain, NotDone, seenAfter } from './certainty.ts';
import { differences, subset, TRIES, type Done, type Outcome, type Working } from './context.ts';

/** Writes these API values to an object of the account. */
export async function writeValues(
  working: Working,
  kind: SingleKind | ManyKind,
  original: Wire,
  values: Values,
  secrets: Secrets = new Map(),
): Promise<Done> {
  const { change, api, begin } = working;
  const shown = writtenFields(kind).filter(({ wire }) => wire in values);
  await begin({
    before: subset(valuesOf(kind, original), shown),
    after: values,
    ...(secrets.size > 0 && { secrets: [...secrets.keys()] }),
  });
  const fields = [...shown, ...[...secrets.keys()].map(secretField)];
  const wanted = { ...values, ...revealed(secrets) };
  let answer: Wire | undefined;
  const { id } = original;
  const source = 'key' in kind ? access(api, kind) : undefined;
  const outcome = await writeSurely(working, {
    kind,
    fields,
    wanted,
    original,
    read: () => (source === undefined ? (kind as SingleKind).read(api) : source.get(id)),
    async send(rest, seen) {
      answer =
        source === undefined
          ? await writeSingle(api, kind as SingleKind, rest, seen)
          : await source.update(id, rest, { expected: seen });
    },
  });
  const differs = answer === undefined ? [] : differences(kind, seenIn(kind, answer, fields), wanted, answer);
  return { change, id, outcome, differs };
}

/** Not a field of a plan file: it is written, but neither recorded nor shown. */
const secretField = (key: string): Field => field(key, text('', { length: null }));

/** As they are sent. */
export const revealed = (secrets: Secrets): Record<string, string> =>
  Object.fromEntries([...secrets].map(([key, secret]) => [key, secret.reveal()]));

/** Without secrets, which no answer shows. */
function seenIn(kind: SingleKind | ManyKind, answer: Wire, fields: readonly Field[]): readonly Field[] {
  const secrets = 'key' in kind ? (kind.secrets ?? []) : [];
  const hidden = new Set(secrets.filter(({ shown }) => shown?.(answer) === undefined).map(({ key }) => key));
  return fields.filter(({ key }) => !hidden.has(key));
}

/** Writes the declared values of these fields, and new secrets, to an object. */
export async function updateTarget(
  working: Working,
  target: Target,
  fields: readonly Field[],
  secrets: Secrets,
): Promise<Done> {
  const original = target.live ?? working.made.get(target.address);
  if (original === undefined) throw new RangeError(`${target.address} was not made`);
  if (secrets.size > 0) await working.beforeSecrets(target.address);
  return writeValues(working, target.kind, original, wantedValues(target, fields, working.ids()), secrets);
}

interface Writing {
  kind: SingleKind | ManyKind;
  fields: readonly Field[];
  wanted: Values;
  /** As the plan saw it. */
  original: Wire;
  read: () => Promise<Wire>;
  send: (rest: Values, seen: Wire) => Promise<void>;
}

/** Writes; after a lost answer, checks what is still missing, and writes that. */
async function writeSurely({ sleep }: Working, writing: Writing): Promise<Outcome> {
  const { kind, fields, wanted, original, read, send } = writing;
  const before = valuesOf(kind, original);
  let rest = wanted;
  let seen = original;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send(rest, seen);
      return 'done';
    } catch (error) {
      if (!isUncertain(error)) throw error;
      await sleep(attempt * SECOND);
      seen = await seenAfter(error, read);
      const now = valuesOf(kind, seen);
      const open = fields.filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(wanted[wire]));
      const foreign = open.filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(before[wire]));
      if (foreign.length > 0) {
        const named = foreign.map(({ key }) => key).join(', ');
        throw new ConflictError(`changed by someone else in the meantime: ${named}`);
      }
      if (open.length === 0) return 'adopted';
      if (isAnswered(error)) throw new NotDone('', { cause: error });
      if (attempt === TRIES) throw error;
      rest = Object.fromEntries(open.map(({ wire }) => [wire, wanted[wire]]));
    }
  }
}

/**
 * Deletes an object; if it no longer exists, it counts as deleted.
 * @throws ConflictError if it is not as the plan saw it.
 */
export async function deleteObject(working: Working, kind: ManyKind, object: Wire): Promise<Done> {
  const { change, api, begin, sleep } = working;
  const { id } = object;
  const source = access(api, kind);
  const done = (outcome: Outcome): Done => ({ change, id, outcome, differs: [] });
  const values = valuesOf(kind, object);
  await begin({ before: { [kind.key]: values[kind.key], ...subset(values, kind.fields) } });
  const now = await unlessGone(() => source.get(id));
  if (now === undefined) return done('adopted');
  const changed = differences(kind, kind.fields, values, now);
  if (changed.length > 0) {
    throw new ConflictError(
      `changed by someone else in the meantime (${changed.join(', ')}), and not deleted`,
      {
        hint: 'look at the plan again',
      },
    );
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      await source.remove(id);
      return done('done');
    } catch (error) {
      if (isNotFound(error)) return done('adopted');
      if (!isUncertain(error)) throw error;
      await sleep(attempt * SECOND);
      if ((await seenAfter(error, () => unlessGone(() => source.get(id)))) === undefined)
        return done('adopted');
      if (isAnswered(error)) throw new NotDone('', { cause: error });
      if (attempt === TRIES) throw error;
    }
  }
}

/** The HTTP status differs between kinds. */
const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.code === 'NOT_FOUND';

/** Undefined for a deleted object. */
async function unlessGone(read: () => Promise<Wire>): Promise<Wire | undefined> {
  try {
    const object = await read();
    return object['tm_delete'] ? undefined : object;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
