/** One change to the account, asked for by a command: a plan of one, with its question, its journal and its undo. */
import { SEE_HELP, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { isUuid } from '../../../core/ids.ts';
import { clean, controlProblem, plural, sentenceList, withArticle } from '../../../core/text.ts';
import { quote } from '../../../core/yaml/reader.ts';
import {
  ADD,
  flagName,
  readTyped,
  refuseMemberConflicts,
  REMOVE,
  type Typed,
} from '../../../plan/flag-values.ts';
import { commandOf } from '../../../resources/index.ts';
import { fieldsOfCommand, type ManyKind, type SingleKind, type Values } from '../../../resources/kind.ts';
import { isInFiles } from '../../../resources/all.ts';
import { keyBesides } from '../../../plan/file/lock.ts';
import type { LiveAccount } from '../../../plan/state/live.ts';
import {
  planCreate,
  planDelete,
  planOf,
  planSingle,
  planUpdate,
  type Asked,
  type PlanOfOne,
  type Touched,
} from '../../../plan/one.ts';
import { noteRows, sayNothingToDo } from '../../../report/plan.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { printDone } from '../../output.ts';
import { applyPlan, type ApplyOptions, type ApplyResult } from '../plan/apply.ts';
import { spentRow, undoRow } from '../plan/undo-row.ts';
import type { OneChange, Source } from '../plan/source.ts';
import { changingFlags } from './command.ts';
import { readObjectFile } from './file.ts';
import { askSecrets, secretOf } from './typed.ts';
import { reconcilePlanFile, refuseWithoutPlanFile } from './plan-file.ts';

/** The flags of fields, by their names in the program; and what all changes have. */
export interface ChangeFlags {
  clear?: string[];
  passwords?: string;
  maxSpend?: string;
  editPlan?: boolean;
  allowSelf?: boolean;
  file?: string;
  [flag: string]: unknown;
}

export const createObject =
  (kind: ManyKind) =>
  async ({ context, args: [name = ''], options }: Call<ChangeFlags>): Promise<ExitCode> => {
    const unseen = controlProblem(name);
    const problem = unseen === undefined ? kind.checkName(name) : `the name ${quote(name)} ${unseen}`;
    if (problem !== undefined) throw new UsageError(problem, { hint: SEE_HELP });
    const asked = await askedWithFile(context, kind, options);
    const lacks = kind.missing?.({ ...readTyped(kind, asked.typed), ...asked.more });
    if (lacks !== undefined) {
      throw new UsageError(lacks, {
        hint: `\`voipbin ${commandOf(kind.kind)} create --help\` shows what it takes`,
      });
    }
    return change(context, `${commandOf(kind.kind)} create ${name}`, options, {
      kinds: [kind.kind],
      typed: await askSecrets(context, kind, name, asked.more ?? {}),
      planFor: (live, lock) => planCreate(kind, name, asked, live, lock),
    });
  };

export const updateObject =
  (kind: ManyKind) =>
  async ({ context, args: [word = ''], options }: Call<ChangeFlags>): Promise<ExitCode> => {
    const asked = await askedWithFile(context, kind, options);
    refuseEmpty(kind, asked);
    return change(context, `${commandOf(kind.kind)} update ${word}`, options, {
      ...kindsFor(kind, word),
      already: alreadyText(kind, word, asked),
      typed: await askSecrets(context, kind, word, asked.more ?? {}),
      planFor: (live) => planUpdate(kind, word, asked, live),
    });
  };

/** What is read for one object; of a kind that nothing else names, that one is enough. */
export const kindsFor = (kind: ManyKind, word: string): Pick<OneChange, 'kinds' | 'alone'> => ({
  kinds: [kind.kind],
  ...(!isInFiles(kind) && isUuid(word) && { alone: { kind: kind.kind, id: word } }),
});

export const deleteObject =
  (kind: ManyKind, verb = 'delete') =>
  async ({ context, args: [word = ''], options }: Call<ChangeFlags>): Promise<ExitCode> =>
    change(context, `${commandOf(kind.kind)} ${verb} ${word}`, options, {
      kinds: [kind.kind],
      prune: true,
      planFor: (live) => planDelete(kind, word, live),
    });

export const updateSingle =
  (kind: SingleKind, command: string) =>
  async ({ context, options }: Call<ChangeFlags>): Promise<ExitCode> => {
    const asked = askedOf(context, kind, options);
    refuseEmpty(kind, asked);
    return change(context, command, options, {
      kinds: [],
      outbound: kind.kind === 'outbound',
      billing: kind.kind === 'billing',
      already: alreadyText(kind, '', asked),
      planFor: (live, lock) => planSingle(kind, asked, live, lock),
    });
  };

/** A change, and whether it deletes something. */
interface Wanted extends Omit<OneChange, 'planFor'> {
  prune?: boolean;
  planFor: (...given: Parameters<OneChange['planFor']>) => PlanOfOne;
}

/**
 * Shows the change, asks, carries it out, and says what came of it.
 * @param command Without `voipbin`; names the run.
 */
export async function change(
  context: Context,
  command: string,
  { passwords, maxSpend, editPlan = false, allowSelf = false }: ChangeFlags,
  { prune = false, planFor, ...wanted }: Wanted,
): Promise<ExitCode> {
  if (editPlan) await refuseWithoutPlanFile(context);
  let seen: { touched: Touched; live: LiveAccount } | undefined;
  const source = sourceOf(command, {
    ...wanted,
    planFor(live, lock) {
      const { touched, ...plan } = planFor(live, lock);
      if (touched !== undefined) seen = { touched, live };
      return plan;
    },
  });
  const flags: ApplyOptions = {
    // One object is not many, however few there are.
    ...(prune && { prune, allowLargeDelete: true }),
    ...(passwords !== undefined && { passwords }),
    ...(maxSpend !== undefined && { maxSpend }),
    ...(allowSelf && { allowSelf }),
  };
  const result = await applyPlan(context, source, flags, 'the same command');
  if (typeof result === 'number') return result;
  if (seen !== undefined) await reconcilePlanFile(context, { ...seen, run: result.run }, editPlan);
  return showChange(context, result, wanted.already);
}

/** `agent anna is already like this (status, tag)`. @param word Empty for kinds of which an account has only one. */
export function alreadyText(
  { one }: Pick<SingleKind, 'one'>,
  word: string,
  { typed, cleared = [], members }: Asked,
): string {
  const flags = [typed, members?.added ?? {}, members?.removed ?? {}].flatMap((part) => Object.keys(part));
  const names = [...new Set([...flags, ...cleared])].map((name) => name.replaceAll('_', ' '));
  const what = [one, clean(word)].filter(Boolean).join(' ');
  return `${what} is already like this${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
}

/** What a command asks for, in place of a plan file. */
export function sourceOf(command: string, change: OneChange): Source {
  return {
    file: 'this command',
    plan: planOf({ version: 1 }),
    text: '',
    path: subjectOf(command),
    saved: undefined,
    change,
  };
}

/** What runs of a command are about. */
export const subjectOf = (command: string): string => `voipbin ${clean(command)}`;

async function showChange(
  context: Context,
  { run, plan, done, passwordsAt }: ApplyResult,
  already: string | undefined,
): Promise<ExitCode> {
  const made = done.filter(({ change: { verb } }) => verb !== 'note');
  const gone = new Set(made.flatMap(({ change: { verb }, id }) => (verb === 'delete' ? [id] : [])));
  // What was to be known of something that no longer exists now was said before.
  const notes = plan.changes.filter(({ verb, id }) => verb === 'note' && !gone.has(id));
  const [first] = made;
  const isMany = new Set(made.map(({ change: { kind, name } }) => `${kind}/${name}`)).size > 1;
  const canUndo = made.some(({ change: { risk } }) => risk !== 'irreversible');
  const title =
    first === undefined
      ? sayNothingToDo(plan, already)
      : isMany
        ? `${plural(made.length, 'change')} made`
        : `${clean(first.change.title)} ${DONE[first.change.verb]}`;
  await printDone(context, run, {
    title,
    rows: () => [
      ...(isMany ? [] : made.slice(0, 1)).flatMap(({ id }): [string, string][] =>
        id === undefined ? [] : [['Id', id]],
      ),
      // Which one `any` is, the name does not say.
      ...made.flatMap(({ change: { kind, name }, key }): [string, string][] => {
        const { number = name } = keyBesides(kind, key);
        return number === name ? [] : [['Number', number]];
      }),
      ...(passwordsAt === undefined ? [] : [['Password', passwordsAt] as [string, string]]),
      ...noteRows(notes),
      ...spentRow(plan),
      ...(canUndo ? undoRow(context, run) : []),
    ],
    raw: {
      format: 'voipbin.change/1',
      run: run ?? null,
      customer_id: plan.customer_id,
      cost: plan.cost,
      changes: made.map(({ change: { address, kind, verb, fields }, id, key, outcome }) => ({
        address,
        verb,
        id: id ?? null,
        outcome,
        ...keyBesides(kind, key),
        fields,
      })),
    },
  });
  return ExitCode.done;
}

const DONE = { create: 'created', update: 'changed', delete: 'deleted', note: 'noted' } as const;

/** The same with what a file says; flags go before it. */
async function askedWithFile(context: Context, kind: ManyKind, options: ChangeFlags): Promise<Asked> {
  const asked = askedOf(context, kind, options);
  if (options.file === undefined) return asked;
  const inFile = await readObjectFile(context, kind, options.file);
  const more = Object.entries(inFile).filter(([key]) => asked.typed[key] === undefined);
  return { ...asked, more: { ...Object.fromEntries(more), ...asked.more } };
}

/** @throws UsageError with everything that is wrong with the flags, before anything is requested. */
export function askedOf(context: Context, kind: SingleKind | ManyKind, options: ChangeFlags): Asked {
  const typed = typedIn(kind, options);
  const cleared = options.clear ?? [];
  refuseRequestTimeout(context, kind, typed);
  const members = { added: typedIn(kind, options, ADD), removed: typedIn(kind, options, REMOVE) };
  readTyped(kind, typed, cleared);
  readTyped(kind, members.added, [], ADD);
  readTyped(kind, members.removed, [], REMOVE);
  refuseMemberConflicts(kind, members, { typed, cleared });
  return { typed, cleared, members, more: 'key' in kind ? secretsAsked(context, kind, options) : {} };
}

/**
 * `--timeout` is the one of requests; next to a field that is a timeout, too, few people mean it.
 * @throws UsageError where no flag of such a field says that they know.
 */
function refuseRequestTimeout({ flags }: Context, kind: SingleKind | ManyKind, typed: Typed): void {
  const own = fieldsOfCommand(kind).filter(({ key }) => /(?:^|_)timeout$/.test(key));
  if (flags.timeout === undefined || own.length === 0 || own.some(({ key }) => key in typed)) return;
  throw new UsageError(`--timeout is the timeout of requests, and not a field of ${withArticle(kind.one)}`, {
    hint: `use ${sentenceList(
      own.map((field) => `--${flagName(field)}`),
      'or',
    )}, or set VOIPBIN_TIMEOUT for requests`,
  });
}

function typedIn(kind: SingleKind | ManyKind, options: ChangeFlags, prefix = ''): Typed {
  const typed: Record<string, string | readonly string[]> = {};
  for (const field of fieldsOfCommand(kind)) {
    const value = options[camelCase(prefix + flagName(field))];
    if (typeof value === 'string') typed[field.key] = value;
    else if (Array.isArray(value)) typed[field.key] = value as string[];
  }
  return typed;
}

/** Where the secrets are that the flags name. */
export function secretsAsked({ host }: Context, { secrets = [] }: ManyKind, options: ChangeFlags): Values {
  return Object.fromEntries(
    secrets.flatMap((field) => {
      const word = options[camelCase(field.key.replaceAll('_', '-'))];
      return typeof word === 'string' ? [[field.key, secretOf(word, field, host.system.cwd)] as const] : [];
    }),
  );
}

/** @throws UsageError where nothing is to change. */
function refuseEmpty(kind: SingleKind | ManyKind, asked: Asked): void {
  const { typed, cleared = [], members, more } = asked;
  const given = [typed, members?.added, members?.removed, more].flatMap((one) => Object.keys(one ?? {}));
  if (given.length + cleared.length > 0) return;
  const names = changingFlags(kind)
    .map(({ flags }) => flags.replace(/ .*/, ''))
    // It says where what another flag makes is written.
    .filter((flag) => flag !== '--passwords');
  throw new UsageError('nothing to change: name at least one field', {
    hint: `name one of ${names.join(', ')}`,
  });
}

/** As Commander names the option. */
const camelCase = (name: string): string =>
  name.replaceAll(/-(.)/g, (_all, first: string) => first.toUpperCase());
