import { command } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const file = {
  flags: '-f, --file <file>',
  help: 'the plan file (voipbin.yaml); its lock file is next to it',
} as const;
const deleting = [
  { flags: '--prune', help: 'delete what `apply` made and the file no longer names' },
  { flags: '--allow-large-delete', help: 'even if that is a large share of a kind' },
] as const;

const planFlags = flags([
  { ...file, help: `${file.help}; - reads standard input` },
  ...deleting,
  { flags: '--out <file>', help: 'save the plan: `apply <file>` carries out exactly this one' },
  { flags: '--detailed-exitcode', help: 'exit code 20 when there is something to do' },
]);
export type PlanFlags = OptionsOf<typeof planFlags>;

export const planCommand = command({
  name: 'plan',
  summary: 'show what `apply` would change, and change nothing',
  about:
    'Compare a plan file with the account, and list the changes in the order in which `apply` would make them: ' +
    'what each costs, what callers may notice, what cannot be undone. Only reads. A plan that `apply` would refuse ends ' +
    'with the exit code of that refusal, and is not saved.',
  flags: planFlags,
  groups: ['output', 'connection', 'quiet'],
  examples: [
    'voipbin plan',
    'voipbin plan -f departments.yaml --out plan.json',
    'voipbin plan --detailed-exitcode --quiet',
  ],
  run: async () => (await import('./plan.ts')).plan,
});

const applyFlags = flags([
  file,
  ...deleting,
  { flags: '--max-spend <usd>', help: 'stop (exit code 6) when it costs more than this now' },
  { flags: '--passwords <file>', help: 'write generated passwords there instead of showing them once' },
  {
    flags: '--accept-loss <ledger-entry>',
    help: 'buy even though this purchase is missing from the account',
    repeatable: true,
  },
]);
export type ApplyFlags = OptionsOf<typeof applyFlags>;

export const applyCommand = command({
  name: 'apply [saved-plan]',
  values: { 'saved-plan': 'files' },
  summary: 'make the account match the plan file: shows the plan and asks first',
  about:
    'Carry out a plan file, or a plan that was saved by `plan --out`. The plan is shown and confirmed. What was done is ' +
    'recorded step by step: after a crash, a lost answer or Ctrl-C the same command continues where it stopped, and ' +
    'makes nothing twice.',
  flags: applyFlags,
  groups: CHANGING,
  examples: [
    'voipbin apply',
    'voipbin apply plan.json',
    'voipbin apply -f departments.yaml --yes --max-spend 15 --passwords pw.txt',
  ],
  run: async () => (await import('./apply.ts')).apply,
});

const undoFlags = flags([{ flags: '--list', help: 'list the runs, and which were undone' }]);
export type UndoFlags = OptionsOf<typeof undoFlags>;

export const undoCommand = command({
  name: 'undo [run]',
  summary: 'undo what a run of `apply` did: shows what, and asks first',
  about:
    'Delete what a run made and restore what it changed, newest first. Without a run: the last one, and no other once ' +
    'that is undone. A run that was resumed is undone as a whole. What someone else has changed since stays as it is, and ' +
    'what cannot be restored is named.',
  flags: undoFlags,
  groups: CHANGING,
  examples: [
    'voipbin undo',
    'voipbin undo --list',
    'voipbin undo 20261124T101500123-k3x9',
    'voipbin undo --dry-run',
  ],
  run: async () => (await import('./undo.ts')).undo,
});

const exportFlags = flags([
  {
    flags: '--kinds <a,b>',
    help: 'only these: account, outbound, tags, extensions, hours, flows, queues, agents, numbers',
  },
  { flags: '--out <file>', help: 'write files instead of standard output' },
  { flags: '--force', help: 'overwrite existing files; a plan file keeps its comments and names' },
]);
export type ExportFlags = OptionsOf<typeof exportFlags>;

export const exportCommand = command({
  name: 'export',
  summary: 'write a plan file of the account as it is',
  about:
    'Write the account as a plan file, with names instead of ids; the ids go into the lock file next to it. Passwords ' +
    'are never read: where a new object would need one, it contains the name of a variable.',
  flags: exportFlags,
  groups: ['connection', 'quiet'],
  examples: ['voipbin export', 'voipbin export --out voipbin.yaml', 'voipbin export --kinds flows,queues'],
  run: async () => (await import('./export.ts')).exportPlan,
});
