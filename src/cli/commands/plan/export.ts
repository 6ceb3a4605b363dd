/** `export`: the account as a plan file; ids go into the lock file next to it. */
import { PUBLIC } from '../../../core/modes.ts';
import { basename, resolve } from 'node:path';
import type { Api } from '../../../api/api.ts';
import { ConflictError, RefusedError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { clean, plural, sentenceList } from '../../../core/text.ts';
import { quote } from '../../../core/yaml/reader.ts';
import { exportAccount, type Exported, type ExportKind } from '../../../plan/file/export.ts';
import type { PlanDocument } from '../../../resources/document.ts';
import { kinds, manyKinds } from '../../../resources/all.ts';
import type { Change } from '../../../plan/change.ts';
import { planChanges } from '../../../plan/difference/difference.ts';
import { readLive, type LiveAccount } from '../../../plan/state/live.ts';
import { emptyLock, lockedIds, lockPathOf, type Lock } from '../../../plan/file/lock.ts';
import { cutOffsIn } from '../../../plan/obstacles/cut-offs.ts';
import { PLAN_SCHEMA_FILE } from '../../../plan/file/schema.ts';
import { rewritePlan, writePlan } from '../../../plan/file/write.ts';
import { schemaAddress } from '../../schema-address.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { STDOUT } from '../../input.ts';
import { disclose } from './disclose.ts';
import { openRuns } from './runs.ts';
import { todayOf } from './plan.ts';
import { documentIn, keepLock, readLock, readPlanFile } from './source.ts';
import type { ExportFlags } from './command.ts';

export async function exportPlan({ context, options }: Call<ExportFlags>): Promise<ExitCode> {
  const { host } = context;
  const wanted = kindsIn(options.kinds);
  const { out } = options;
  const path = out === undefined || out === STDOUT ? undefined : resolve(host.system.cwd, out);
  const isFile = path !== undefined && !(await host.files.isStream(path));
  if (isFile) await refuseLosses(context, path, wanted, options.force ?? false);
  const api = await context.api({ readOnly: true });
  const alone = isFile ? await standStill(context, api, path) : undefined;
  try {
    const live = await readLive(api, {
      kinds: new Set(manyKinds.map(({ kind }) => kind).filter((kind) => wanted.has(kind))),
      outbound: wanted.has('outbound'),
      billing: 'no',
    });
    if (isFile) {
      const changes = await writeFiles(context, path, live, wanted);
      const lock = context.flags.demo === undefined ? ` and ${lockPathOf(options.out ?? '')}` : '';
      const shown =
        changes.length === 0
          ? 'no change'
          : `${plural(changes.length, 'change')}: ${sentenceList(changes.map(({ verb, title }) => `${verb} ${clean(title)}`))}`;
      await context.notice(
        `${options.out}${lock} written: \`voipbin plan -f ${options.out}\` shows ${shown}`,
      );
      return ExitCode.done;
    }
    const exported = exportAccount(live, wanted, { ids: 'ambiguous' });
    await warnOfLeft(context, exported);
    await warnOfCutOffs(context, exported.document);
    const text = await disclose(
      context,
      writePlan(exported.document, schemaAddress(context.host, PLAN_SCHEMA_FILE)),
      path,
    );
    await (path === undefined ? host.io.stdout.write(text) : host.files.write(path, text, PUBLIC));
    return ExitCode.done;
  } finally {
    await alone?.();
  }
}

/** Of what `apply` is about to write nothing is written over: its lock file says what it has made. */
async function standStill(
  context: Context,
  api: Api,
  path: string,
): Promise<(() => Promise<void>) | undefined> {
  const { files } = context.host;
  const there = await Promise.all([files.read(path), files.read(lockPathOf(path))]);
  if (context.flags.demo !== undefined || there.every((text) => text === undefined)) return undefined;
  const { id } = await api.customer.get();
  const runs = await openRuns(context, id, api.client.apiUrl);
  const all = await runs.all();
  if (all.every(({ head, end }) => head.subject !== path || head.act !== 'apply' || end !== undefined)) {
    return runs.release;
  }
  await runs.release();
  throw new ConflictError(
    `a run of ${basename(path)} was interrupted, and its lock file does not know all of it`,
    {
      hint: `\`voipbin apply -f ${path}\` continues it`,
    },
  );
}

/** Before anything is requested. */
async function refuseLosses(
  context: Context,
  path: string,
  wanted: ReadonlySet<ExportKind>,
  force: boolean,
): Promise<void> {
  const { files } = context.host;
  for (const file of [path, lockPathOf(path)]) {
    if (!force && (await files.read(file)) !== undefined) {
      throw new RefusedError(`${basename(file)} already exists, and was left as it is`, {
        hint: 'name another file, or add --force',
      });
    }
  }
  const declared = documentIn((await files.read(path)) ?? '', path);
  const lost = kinds.map(({ kind }) => kind).filter((kind) => declared?.[kind] && !wanted.has(kind));
  if (lost.length > 0) {
    throw new UsageError(`--kinds: ${basename(path)} would lose its ${sentenceList(lost)}`, {
      hint: 'name another file, or leave --kinds out',
    });
  }
  if (context.flags.demo !== undefined && (await files.read(lockPathOf(path))) !== undefined) {
    throw new UsageError(`${basename(path)} belongs to an account, and this is the example`, {
      hint: 'name another file',
    });
  }
}

/**
 * An existing plan file keeps its comments and names, and its lock file the record of what `apply` created.
 * @returns What a plan of it would still change: opening hours whose days are over are renewed.
 */
async function writeFiles(
  context: Context,
  path: string,
  live: LiveAccount,
  wanted: ReadonlySet<ExportKind>,
): Promise<Change[]> {
  const { files } = context.host;
  const before = await readLock(context, path, live.customer.id);
  const text = await files.read(path);
  const document = documentIn(text ?? '', path);
  const exported = exportAccount(live, wanted, {
    ids: context.flags.demo === undefined ? 'none' : 'ambiguous',
    known: document && { document, lock: before },
  });
  await warnOfLeft(context, exported);
  await warnOfCutOffs(context, exported.document);
  const written =
    text === undefined || document === undefined
      ? writePlan(exported.document, schemaAddress(context.host, PLAN_SCHEMA_FILE))
      : rewritePlan(text, exported.document);
  const disclosed = await disclose(context, written, path);
  const lock = lockAfter(before, exported.lock, wanted);
  // Both or none: if there is no room for the lock file, the plan file is not put in place.
  const file = await files.begin(path, PUBLIC);
  try {
    await file.add(Buffer.from(disclosed));
    await keepLock(context, path, lock);
    await file.keep();
  } catch (error) {
    await file.discard();
    throw error;
  }
  const asRead = await readPlanFile(written, basename(path));
  const known = context.flags.demo === undefined ? lock : emptyLock(live.customer.id);
  const options = { prune: false, allowLargeDelete: false, today: todayOf(context.host.clock) };
  return planChanges(asRead, known, live, options).plan.changes.filter(({ verb }) => verb !== 'note');
}

/** What was made stays made, and of kinds that were not looked at everything stays. */
function lockAfter(before: Lock, exported: Lock, wanted: ReadonlySet<ExportKind>): Lock {
  const known = lockedIds(before);
  const objects = manyKinds.map(({ kind }) => {
    if (!wanted.has(kind)) return [kind, before.objects[kind] ?? {}] as const;
    const entries = Object.entries(exported.objects[kind] ?? {}).map(([name, entry]) => {
      const { made = false, generated } = known.get(entry.id) ?? {};
      return [name, { ...entry, made, ...(generated && { generated }) }] as const;
    });
    return [kind, Object.fromEntries(entries)] as const;
  });
  return { ...exported, objects: Object.fromEntries(objects) };
}

/** What the account has, and no plan makes. */
async function warnOfCutOffs(context: Context, { flows = {} }: PlanDocument): Promise<void> {
  const found = cutOffsIn(Object.entries(flows).map(([name, flow]) => [name, flow.actions]));
  for (const { flow, places, what } of found) {
    await context.warn(
      `flow ${quote(flow)}, ${places}: ${what}; \`voipbin plan\` says what to write instead`,
    );
  }
}

async function warnOfLeft(context: Context, { left }: Exported): Promise<void> {
  if (left.length === 0) return;
  await context.warn(
    `${plural(left.length, 'field')} left out, since a plan file cannot describe ${left.length === 1 ? 'it' : 'them'}: ${left.slice(0, 5).join(', ')}${left.length > 5 ? ', ...' : ''}`,
  );
}

function kindsIn(list: string | undefined): ReadonlySet<ExportKind> {
  const known = kinds.map(({ kind }) => kind);
  if (list === undefined) return new Set(known);
  const words = list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.filter((word) => !known.includes(word as ExportKind));
  if (unknown.length === 0 && words.length > 0) return new Set(words as ExportKind[]);
  throw new UsageError(
    `--kinds: ${unknown.map((word) => JSON.stringify(word)).join(', ') || 'nothing'} is not a kind of object in a plan file`,
    {
      hint: (unknown[0] && didYouMean(unknown[0], known)) ?? `choose one of: ${known.join(', ')}`,
    },
  );
}
