/** The one way to change an object: read, merge, check, write. */
import type * as z from 'zod/mini';
import { ConflictError, UsageError } from '../core/errors.ts';
import { isUuid } from '../core/ids.ts';
import type { Client } from './client.ts';

/** A PUT that replaces all of its fields, and empties those that are left out of the body. */
export interface ReplacingPut<K extends string> {
  /** Below the object: `tag_ids`; empty for the object itself. */
  part: string | ((fields: Partial<Record<K, unknown>>) => string);
  /** PUT by default. */
  method?: 'POST';
  /** Every field that the PUT replaces. */
  fields: readonly K[];
  /** The fields whose change needs this PUT; by default all of them. */
  when?: readonly K[];
  /** Whether fields left out of the body stay as they are: then only changed fields are sent. */
  isPartial?: true;
  /**
   * Fields that must be known before the object is sent back, because the server would otherwise empty them. A member,
   * such as `provider_data.app_secret`, is needed only if its object is sent.
   */
  needs?: readonly string[];
  /** Fields whose references the server checks, changed or not. */
  looksAt?: readonly K[];
  /** The platform changes these fields itself: they never cause a conflict. */
  passing?: boolean;
  /** The body, if it is not just the fields. */
  body?: (fields: Partial<Record<K, unknown>>) => unknown;
}

/** An object that is changed by one or several such PUTs. */
export interface Replaceable<T, K extends keyof T & string> {
  /** The path at which the object is read, and below which it is written. */
  path: string;
  schema: z.ZodMiniType<T>;
  puts: readonly ReplacingPut<K>[];
  /** Fields that contain an object: a change may name only some of its members. */
  members?: readonly string[];
  /** For messages; by default the path. */
  called?: string;
}

export interface UpdateOptions<T> {
  /** The object as the caller saw it: if it has changed since, nothing is written. */
  expected?: Partial<T> | undefined;
}

/**
 * Writes `patch` over the object as it is now, so that no field is lost to a PUT that replaces all, with as few
 * requests as that takes. The API knows no If-Match: reading just before writing narrows the race with other
 * editors, it cannot close it.
 *
 * @throws ConflictError when the object differs from `expected` in a field that can be written.
 */
export async function readMergeWrite<T extends object, K extends keyof T & string>(
  client: Client,
  { path, schema, puts, members = [], called = path }: Replaceable<T, K>,
  patch: Partial<Pick<T, K>>,
  options: UpdateOptions<T> = {},
): Promise<T> {
  checkIds(patch);
  const { expected } = options;
  let current = await client.request({ method: 'GET', path, schema });
  if (expected !== undefined) {
    const lasting = puts.flatMap(({ fields, passing }) => (passing ? [] : fields));
    const compared = [...new Set(lasting), 'tm_delete'] as (keyof T & string)[];
    refuseChanged(called, pick(expected, compared), pick(current, compared));
  }
  for (const {
    part,
    method = 'PUT',
    fields,
    when = fields,
    needs = [],
    isPartial = false,
    body: wrap,
  } of puts) {
    if (!when.some((field) => field in patch)) continue;
    const sent = isPartial ? fields.filter((field) => field in patch) : fields;
    const merged = mergeFields(current, withMembers(current, patch, members), sent);
    for (const field of needs)
      if (isLost(merged, field)) throw wouldEmpty(path, field.split('.').at(-1) ?? field);
    const body = wrap === undefined ? merged : wrap(merged);
    const below = typeof part === 'string' ? part : part(merged);
    const place = below === '' ? path : `${path}/${below}`;
    current = await client.request({ method, path: place, body, schema });
  }
  return current;
}

type Fields = Readonly<Record<string, unknown>>;

/** The patch, with objects completed: where it names some members, the others are added. */
function withMembers<T extends object>(
  current: T,
  patch: Partial<T>,
  members: readonly string[],
): Partial<T> {
  const whole = members
    .filter((field) => field in patch)
    .map((field) => [field, { ...membersOf(current, field), ...membersOf(patch, field) }] as const);
  return withoutEmpty({ ...patch, ...Object.fromEntries(whole) }, members);
}

const membersOf = (object: object, field: string): Fields => ((object as Fields)[field] ?? {}) as Fields;

/** The body without empty members of these objects: leaving them out is the only way to clear them. */
export function withoutEmpty(body: object, members: readonly string[]): object {
  const compact = members
    .filter((field) => field in body)
    .map((field) => {
      const filled = Object.entries(membersOf(body, field)).filter(
        ([, value]) => value !== '' && value !== null && value !== undefined,
      );
      return [field, Object.fromEntries(filled)] as const;
    });
  return { ...body, ...Object.fromEntries(compact) };
}

function isLost(body: object, field: string): boolean {
  const [name = '', member] = field.split('.');
  if (member === undefined) return !(body as Fields)[name];
  return name in body && !membersOf(body, name)[member];
}

function wouldEmpty(what: string, field: string): ConflictError {
  return new ConflictError(`${what} does not show its ${field}, and would lose it; nothing was written`, {
    hint: `change it where the ${field} is known, such as in the console`,
  });
}

/** Only these fields. */
export function pick<T extends object>(
  object: Partial<T>,
  fields: readonly (keyof T & string)[],
): Partial<T> {
  const picked: Partial<T> = {};
  for (const field of fields) if (object[field] !== undefined) picked[field] = object[field];
  return picked;
}

/** The body of a PUT that replaces all `fields`: each as the patch says, else as it is now. */
function mergeFields<T extends object, K extends keyof T & string>(
  current: T,
  patch: Partial<Pick<T, K>>,
  fields: readonly K[],
): Partial<Pick<T, K>> {
  const merged: Partial<Pick<T, K>> = {};
  for (const field of fields) {
    const value = field in patch ? patch[field] : current[field];
    // The server omits empty values, so leaving the field out of the PUT means the same.
    if (value !== undefined) merged[field] = value;
  }
  return merged;
}

/** @throws ConflictError naming the fields in which the two do not match. */
function refuseChanged<T extends object>(what: string, expected: Partial<T>, current: Partial<T>): void {
  const keys = new Set([...Object.keys(expected), ...Object.keys(current)] as (keyof T & string)[]);
  const changed = [...keys].filter((key) => canonical(expected[key]) !== canonical(current[key])).sort();
  if (changed.length === 0) return;
  throw new ConflictError(
    `${what} was changed by someone else in the meantime (${changed.join(', ')}); nothing was written`,
    {
      hint: 'run the same command again to see the current difference',
    },
  );
}

/** A text that is equal for values that mean the same to this API: absent, null and empty text are equal. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => canonical(item) !== '');
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/**
 * Refuses malformed ids in a body, at any depth: the server would silently take them for "none", and a typing
 * error would unlink instead of failing. Empty and nil mean "none" on purpose; `${...}` is a variable
 * of a flow, filled in during the call.
 *
 * @throws UsageError naming every bad field.
 */
export function checkIds(body: unknown): void {
  const bad = wrongIds(body);
  if (bad.length === 0) return;
  throw new UsageError(`not a well-formed id: ${bad.join(', ')}`, {
    hint: 'ids look like 5e4a0680-804e-11ec-8477-2fea5968d85b; the lists show them',
  });
}

/** The fields of a body, at any depth, whose ids are not well-formed. */
export function wrongIds(body: unknown): string[] {
  const bad: string[] = [];
  visit(body, '', bad);
  return bad;
}

function visit(value: unknown, place: string, bad: string[]): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      visit(item, `${place}[${index}]`, bad);
    });
    return;
  }
  if (value === null || typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value)) {
    const where = place === '' ? key : `${place}.${key}`;
    const ids = idsOf(key, item);
    if (ids === undefined) visit(item, where, bad);
    else bad.push(...ids.filter((id) => !isAllowedId(id)).map((id) => `${where} ${JSON.stringify(id)}`));
  }
}

function idsOf(key: string, item: unknown): unknown[] | undefined {
  // Speech services and WhatsApp have their own ids.
  if (key === 'voice_id' || key === 'phone_number_id') return undefined;
  if (key === 'id' || key.endsWith('_id')) return [item];
  if (!key.endsWith('_ids')) return undefined;
  if (Array.isArray(item)) return item as unknown[];
  return typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [item];
}

function isAllowedId(id: unknown): boolean {
  if (id === null || id === undefined || id === '') return true;
  return typeof id === 'string' && (isUuid(id) || id.includes('${'));
}
