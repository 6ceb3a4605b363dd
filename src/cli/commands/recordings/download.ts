/** `recordings download`: the audio of recordings, each as a file that is whole or does not exist. */
import { basename, dirname, join, resolve } from 'node:path';
import type { Api } from '../../../api/api.ts';
import { ApiError, AppError, RefusedError, UsageError } from '../../../core/errors.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import { PRIVATE } from '../../../core/modes.ts';
import type { NewFile } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { dataSize, plural } from '../../../core/text.ts';
import type { Row } from '../../../resources/columns.ts';
import { recordings } from '../../../resources/recordings.ts';
import { refuseUnseen } from '../../addresses.ts';
import type { Context } from '../../context.ts';
import { printCard, printList } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { named } from '../resources/get.ts';
import { chosenRows } from '../resources/list.ts';
import { choosingFlags, type ListFlags } from '../resources/verbs.ts';
import type { DownloadFlags } from './command.ts';

export async function downloadRecordings({
  context,
  args,
  options,
}: Call<DownloadFlags & ListFlags>): Promise<ExitCode> {
  const words = [...new Set(args.filter((word) => word !== undefined))];
  refuseFlags(words, options);
  if (options.link === true) await refuseUnseen(context);
  const api = await context.api({ readOnly: true });
  const rows = words.length === 0 ? await chosenRows(recordings, api, options, context) : [];
  for (const word of words) rows.push(await named(recordings, api, word));
  const [first] = rows;
  if (first !== undefined && options.link === true) return showLink(context, api, first);
  const target = await targetOf(context, options, words.length === 1);
  return first !== undefined && words.length === 1
    ? loadOne(context, api, first, target)
    : loadAll(context, api, rows, target);
}

/** @throws UsageError for what does not go together, before anything is requested. */
function refuseFlags(words: readonly string[], options: DownloadFlags & ListFlags): void {
  const { out, force, link } = options;
  const isChosen = choosingFlags(recordings).some(
    ({ flags }) => options[flags.replace(/^--(\S+).*$/, '$1')] !== undefined,
  );
  const wrong = [
    ...(words.length === 0 && !isChosen ? ['no recording is named or chosen'] : []),
    ...(words.length > 0 && isChosen ? ['name recordings or select them with flags, not both'] : []),
    ...(link && words.length !== 1 ? ['--link is for one recording that you name'] : []),
    ...(link && (out !== undefined || force) ? ['--link writes no file: leave --out and --force out'] : []),
    ...(out === '' ? ['--out is empty'] : []),
  ];
  if (wrong.length === 0) return;
  throw new UsageError(wrong.join('\n'), {
    hint: 'name one, as in `voipbin recordings download <id>`, or choose those of a week with `--since 7d`',
  });
}

async function showLink(context: Context, api: Api, row: Row): Promise<ExitCode> {
  const link = await api.recordingFile(row.id);
  await printCard(context, {
    unmasked: true,
    title: `recording ${row.id}`,
    rows: () => [
      ['Address', link.reveal(), 'copied'],
      ['Valid', 'for a day; anyone who has it can load the file'],
    ],
    raw: { recording_id: row.id, url: link.reveal() },
  });
  return ExitCode.done;
}

interface Target {
  /** As it is shown: what the person wrote, or nothing for this folder. */
  folder: string;
  /** The name that the person wrote; made from the recording where there is none. */
  name: string | undefined;
  force: boolean;
}

async function targetOf(
  { host }: Context,
  { out, force = false }: DownloadFlags,
  isOne: boolean,
): Promise<Target> {
  if (out === undefined) return { folder: '', name: undefined, force };
  const isFolder = !isOne || /[/\\]$/.test(out) || (await host.files.isFolder(resolve(host.system.cwd, out)));
  return isFolder
    ? { folder: out, name: undefined, force }
    : { folder: dirname(out), name: basename(out), force };
}

/** What became of one recording. */
interface Loaded {
  recording_id: string;
  /** As the person would write it. */
  file: string | null;
  bytes: number | null;
  status: 'downloaded' | 'exists' | 'failed';
  problem?: string;
}

async function loadOne(context: Context, api: Api, row: Row, target: Target): Promise<ExitCode> {
  const loaded = await load(context, api, row, target);
  if (loaded.status === 'exists') {
    throw new RefusedError(`${loaded.file ?? ''} already exists, and was left as it is`, {
      hint: 'name another file with --out, or add --force',
    });
  }
  await show(context, [loaded]);
  return ExitCode.done;
}

/** One after the other; one that fails does not keep the others from being loaded. */
async function loadAll(context: Context, api: Api, rows: readonly Row[], target: Target): Promise<ExitCode> {
  const all: Loaded[] = [];
  const errors: AppError[] = [];
  for (const [index, row] of rows.entries()) {
    context.host.signal.throwIfAborted();
    await context.notice(`recording ${index + 1} of ${rows.length}: ${row.id}`);
    try {
      all.push(await load(context, api, row, target));
    } catch (error) {
      if (!isOfOne(error)) throw error;
      errors.push(error);
      await context.warn(`recording ${row.id}: ${error.message}`);
      all.push({ recording_id: row.id, file: null, bytes: null, status: 'failed', problem: error.message });
    }
  }
  await show(context, all);
  if (errors.length > 0)
    await context.warn(
      `${errors.length} of ${plural(rows.length, 'recording')} failed: run the command again`,
    );
  return worstExitCode(errors.map(({ exitCode }) => exitCode));
}

/** A full disk, a signal, or a sign-in that is not accepted end all of it. */
const isOfOne = (error: unknown): error is AppError =>
  error instanceof NoAudio ||
  error instanceof NotAudio ||
  (error instanceof ApiError && error.exitCode !== ExitCode.denied);

async function show(context: Context, all: readonly Loaded[]): Promise<void> {
  await printList(context, {
    columns: [
      { key: 'file', title: 'FILE' },
      { key: 'bytes', title: 'SIZE', value: ({ bytes }) => (bytes === null ? '-' : dataSize(Number(bytes))) },
      { key: 'status', title: 'STATUS' },
      { key: 'recording_id', title: 'ID' },
    ],
    fields: () => ['recording_id', 'file', 'bytes', 'status', 'problem'].map((key) => ({ key, title: key })),
    rows: all.map((loaded) => ({ ...loaded })),
    empty: 'these flags match no recording',
  });
}

/** The server answers with an archive of nothing where it keeps no audio. */
class NoAudio extends AppError {
  constructor(id: string) {
    super('NO_AUDIO', ExitCode.notFound, `the server has no audio of recording ${id}`, {
      hint: 'a recording has audio once it has ended',
    });
  }
}

class NotAudio extends AppError {
  constructor(id: string) {
    super(
      'UNEXPECTED_ANSWER',
      ExitCode.unreachable,
      `the server's answer for recording ${id} is not a ZIP file`,
      {
        hint: 'check the proxy settings, or look at the address with --link',
      },
    );
  }
}

async function load(context: Context, api: Api, row: Row, target: Target): Promise<Loaded> {
  const { files, system } = context.host;
  const name = target.name ?? nameOf(row);
  const folder = resolve(system.cwd, target.folder);
  const existing = target.force ? undefined : await existingIn(context, folder, name, target);
  if (existing !== undefined)
    return { recording_id: row.id, file: join(target.folder, existing), bytes: null, status: 'exists' };
  const link = await api.recordingFile(row.id);
  const ending = endingOf(link);
  const file = target.name ?? `${name}.${ending}`;
  if (!file.toLowerCase().endsWith(`.${ending}`))
    await context.notice(`the server gives a ${ending.toUpperCase()} file, whatever ${file} is called`);
  const begin = (): Promise<NewFile> => files.begin(join(folder, file), PRIVATE);
  const bytes = await loadFile(api, { id: row.id, link, ending }, begin);
  return { recording_id: row.id, file: join(target.folder, file), bytes, status: 'downloaded' };
}

/** How the file is called, without its ending, which the server decides. */
function nameOf({ id, tm_create }: Row): string {
  const day = typeof tm_create === 'string' ? /^\d{4}-\d{2}-\d{2}/.exec(tm_create)?.[0] : undefined;
  return ['recording', ...(day === undefined ? [] : [day]), id].join('-');
}

/** The existing file of that name; without an ending, whatever its ending is. */
async function existingIn(
  { host: { files } }: Context,
  folder: string,
  name: string,
  target: Target,
): Promise<string | undefined> {
  if (target.name !== undefined)
    return (await files.mode(join(folder, name))) === undefined ? undefined : name;
  return (await files.list(folder)).find((other) => other.startsWith(`${name}.`));
}

const endingOf = (link: Secret): string =>
  /\.([a-z0-9]{1,5})$/i.exec(new URL(link.reveal()).pathname)?.[1]?.toLowerCase() ?? 'zip';

/** A ZIP file with nothing in it, or less. */
const EMPTY_BYTES = 22;

/** @returns How many bytes it has. */
async function loadFile(
  api: Api,
  { id, link, ending }: { id: string; link: Secret; ending: string },
  begin: () => Promise<NewFile>,
): Promise<number> {
  const making: { file?: NewFile | undefined; bytes: number; head: string } = { bytes: 0, head: '' };
  const drop = async (): Promise<void> => {
    const { file } = making;
    Object.assign(making, { file: undefined, bytes: 0, head: '' });
    await file?.discard();
  };
  try {
    await api.client.download(link, {
      begin: async () => {
        await drop();
        making.file = await begin();
      },
      add: async (bytes) => {
        making.bytes += bytes.length;
        if (making.head.length < 2) making.head += String.fromCharCode(...bytes.subarray(0, 2));
        await making.file?.add(bytes);
      },
    });
    // A page of a proxy, which says that all is well, is not a recording.
    if (ending === 'zip' && making.bytes > 0 && !making.head.startsWith('PK')) throw new NotAudio(id);
    if (making.bytes <= EMPTY_BYTES) throw new NoAudio(id);
    await making.file?.keep();
    return making.bytes;
  } catch (error) {
    await drop();
    throw error;
  }
}
