/** Creates an object exactly once, even if the answer is lost. */
import type { Api } from '../../api/api.ts';
import { ApiError, ConflictError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { isSetId, isUuid } from '../../core/ids.ts';
import { DAY, SECOND } from '../../core/time.ts';
import { flows } from '../../resources/flows.ts';
import { access, type ManyKind, type Values, type Wire } from '../../resources/kind.ts';
import type { Target } from '../difference/match.ts';
import { declaredFields, wantedValues } from '../difference/steps.ts';
import { isAnswered, isUncertain, NotDone, seenAfter } from './certainty.ts';
import {
  differences,
  PURCHASE_WAITS,
  REFUSED_PURCHASE_WAITS,
  WAITS,
  type Done,
  type Outcome,
  type Working,
} from './context.ts';
import { revealed } from './write.ts';
import { explainRefusal, explainTaken } from './refusals.ts';

/** A longer wait is explained to the user. */
const NOTICED = 5 * SECOND;

/** @param later Fields that another step fills. */
export async function createTarget(
  working: Working,
  target: Target,
  { later, buys }: { later: ReadonlySet<string>; buys: boolean },
): Promise<Done> {
  const { change, api } = working;
  const { kind, address } = target;
  const fields = declaredFields(target).filter(
    ({ wire }) => !later.has(wire) && (wire in kind.defaults || wire === kind.key),
  );
  const wanted = wantedValues(target, fields, working.ids());
  if (buys) await checkLinks(wanted, api);
  await working.beforeSecrets(address);
  const key = target.spec['virtual'] === undefined ? target.name : await freeNumber(api);
  const body = bodyOf(kind, wanted, key);
  const { object, outcome } = await createOnce(working, target, body, buys);
  working.made.set(address, object);
  working.known.add(object.id);
  const differs = differences(kind, fields, wanted, object);
  return { change, id: object.id, key: textOr(object[kind.key], key), outcome, differs };
}

const textOr = (value: unknown, other: string): string =>
  typeof value === 'string' && value !== '' ? value : other;

function bodyOf(kind: ManyKind, wanted: Values, key: string): Values {
  const name = kind.renamable ? wanted[kind.key] : key;
  return { ...kind.defaults, ...wanted, [kind.key]: name, ...kind.implies?.(key) };
}

/** Sends the request once: if the answer is lost, the object is looked for; only the next run sends it again. */
async function createOnce(
  working: Working,
  target: Target,
  body: Values,
  buys: boolean,
): Promise<{ object: Wire; outcome: Outcome }> {
  const { api, begin } = working;
  const { kind } = target;
  const sent = { ...body, ...revealed(working.secretsOf(target)) };
  await begin({ after: body, others: working.namesakes(kind, body[kind.key]) });
  try {
    const object = await access(api, kind).create(sent);
    if (!isUuid(object.id)) throw withoutId(kind);
    return { object, outcome: 'done' };
  } catch (error) {
    if (!isUncertain(error)) throw explainTaken(error);
    const refusal = explainRefusal(error, kind);
    const found = await seenAfter(refusal, () => lookFor(working, kind, body, waitsAfter(error, buys)));
    if (found === undefined) throw isAnswered(error) ? new NotDone('', { cause: refusal }) : refusal;
    return { object: found, outcome: 'adopted' };
  }
}

/** It was created, but the answer has no id: treated like a lost answer. */
function withoutId({ one, kind }: ManyKind): ApiError {
  const facts = { method: 'POST', path: `/v1.0/${kind}` };
  return new ApiError('UNEXPECTED', ExitCode.unreachable, `the server made a ${one} without an id`, facts);
}

function waitsAfter(error: unknown, buys: boolean): readonly number[] {
  if (buys) return isAnswered(error) ? REFUSED_PURCHASE_WAITS : PURCHASE_WAITS;
  return isAnswered(error) ? [0] : WAITS;
}

/** Looks for an object that was just created from this body. */
async function lookFor(
  { api, change, known, now, onWait, sleep }: Working,
  kind: ManyKind,
  body: Values,
  waits: readonly number[],
): Promise<Wire | undefined> {
  // By the server's clock; a wide margin is safe, because ids of older objects are known.
  const since = now() - DAY;
  const total = waits.reduce((sum, ms) => sum + ms, 0);
  if (total > NOTICED) await onWait(change, total);
  for (const ms of waits) {
    await sleep(ms);
    for await (const object of access(api, kind).list({ since, onLoss: () => undefined })) {
      const same = (object[kind.key] ?? '') === body[kind.key];
      if (!same || object['tm_delete'] || known.has(object.id)) continue;
      // Immediately: another step may be looking for an object of the same name.
      known.add(object.id);
      return object;
    }
  }
  return undefined;
}

/** Checks every reference again before money is spent. */
async function checkLinks(wanted: Values, api: Api): Promise<void> {
  for (const wire of ['call_flow_id', 'message_flow_id']) {
    const id = wanted[wire];
    if (typeof id !== 'string' || !isSetId(id)) continue;
    const flow = await api.of(flows).get(id);
    if (flow.tm_delete) throw new ConflictError(`the flow ${flow.name ?? id} was deleted in the meantime`);
  }
}

/**
 * A free number, which is not reserved. If it is refused, this run does not try another: the first may still become
 * ours, and there would be two.
 */
async function freeNumber(api: Api): Promise<string> {
  const { result } = await api.availableNumbers({ type: 'virtual', page_size: '1' });
  const number = result?.[0]?.number;
  if (number) return number;
  throw new ConflictError('the platform has no free virtual number at the moment');
}
