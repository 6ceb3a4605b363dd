import { recordings } from '../../../resources/recordings.ts';
import { command, type CommandSpec } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { choosingFlags } from '../resources/verbs.ts';

const downloadFlags = flags([
  { flags: '--out <path>', help: 'the file, or the folder for several (this folder)' },
  { flags: '--force', help: 'overwrite existing files' },
  { flags: '--link', help: 'show the address of the file instead: valid for a day' },
]);
export type DownloadFlags = OptionsOf<typeof downloadFlags>;

export const recordingCommands: readonly CommandSpec[] = [
  command({
    name: 'download [recordings...]',
    summary: 'download the audio of recordings, one ZIP file each',
    about:
      'Download the audio of recordings: those that you name, or those that --since, --until and similar flags select. ' +
      'The server sends a ZIP file for each. A file gets its name once it is complete, only you can read it, and no ' +
      'existing file is replaced without --force: the same command continues after a failure. Anyone who has the ' +
      'address that --link shows can download the file, without signing in.',
    flags: [...downloadFlags, ...choosingFlags(recordings)],
    groups: ['output', 'connection', 'quiet'],
    examples: [
      'voipbin recordings download <id>',
      'voipbin recordings download --since 30d --out calls/',
      'voipbin recordings download <id> --link',
    ],
    run: async () => (await import('./download.ts')).downloadRecordings,
  }),
];
