import { noun, command } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { auditReports, ruleIds, ruleWords } from '../../program/values.ts';

const failOn = {
  flags: '--fail-on <severity>',
  help: 'exit code 10 for findings of this severity or above (high; never with --demo)',
  choices: ['low', 'medium', 'high', 'critical', 'never'],
} as const;
const allowIncomplete = {
  flags: '--allow-incomplete',
  help: 'exit code 0 or 10 even if not everything could be checked',
} as const;
const report = {
  flags: '--report <format=path>',
  help: 'also write a report: json, csv, markdown, html, junit, sarif, nagios, prometheus, openmetrics; - is standard output; repeatable',
  repeatable: true,
  values: auditReports,
} as const;

const auditFlags = flags([
  failOn,
  {
    flags: '--only <rules>',
    help: 'only these rules or categories, comma-separated; repeatable',
    repeatable: true,
    commas: true,
    values: ruleWords,
  },
  { flags: '--all', help: 'on the terminal: every finding, low severity included' },
  {
    flags: '--new-only',
    help: 'show only findings that no earlier run has reported; exit code 10 only for them',
  },
  allowIncomplete,
  {
    flags: '--since <span>',
    help: 'how far back calls and billings are read, such as 30d or 2026-11-01 (30d)',
  },
  { flags: '--fresh', help: 'read everything again, even what an earlier run has read' },
  {
    flags: '--max-requests <count>',
    help: 'make at most this many requests: short lists first, then the traffic that fits',
    number: true,
    whole: true,
  },
  { flags: '--policy <file>', help: 'thresholds, business hours, suppressions (voipbin.audit.yaml)' },
  report,
  {
    flags: '--fix-plan <file>',
    help: 'write what can be fixed safely as a plan file: `plan -f` shows it, `apply -f` does it',
  },
  { flags: '--force', help: 'with --fix-plan: overwrite an existing file' },
  { flags: '--ping <url>', help: 'report to a watchdog such as healthchecks.io', env: 'VOIPBIN_PING_URL' },
  { flags: '--save-snapshot <file>', help: 'save what was read, without secrets' },
  { flags: '--from <file>', help: 'audit a saved snapshot instead of the account' },
  {
    flags: '--profiles <a,b>',
    help: 'audit the accounts of several saved sign-ins',
    commas: true,
    values: 'profiles',
  },
  { flags: '--all-profiles', help: 'audit the accounts of all saved sign-ins' },
  {
    flags: '--customers <all|file>',
    help: 'platform staff: audit many accounts (with --reason)',
    values: 'files',
  },
  { flags: '--shard <part/of>', help: 'with --customers: only this part of them, such as 2/5' },
]);
export type AuditFlags = OptionsOf<typeof auditFlags>;

const mergeFlags = flags([
  failOn,
  { flags: '--new-only', help: 'exit code 10 only for findings that no earlier run had reported' },
  allowIncomplete,
  {
    ...report,
    help: 'also write a report, as for one audit: of all accounts, or with {account} in its path of each; repeatable',
  },
]);
export type MergeFlags = OptionsOf<typeof mergeFlags>;

const initFlags = flags([{ flags: '--force', help: 'overwrite an existing file' }]);
export type InitFlags = OptionsOf<typeof initFlags>;

const explainFlags = flags([
  { flags: '--from <file>', help: 'a saved snapshot: what its runs show of the server', values: 'files' },
]);
export type ExplainFlags = OptionsOf<typeof explainFlags>;

export const auditCommand = noun({
  name: 'audit',
  summary: 'review the account: what exists, what is wrong, how to fix it',
  about:
    'Review the account: agents, numbers, flows, queues, billing, and what quietly goes wrong in them. ' +
    'Only reads. What could not be checked is listed, and never counted as fine (exit code 3).',
  flags: auditFlags,
  groups: ['plainOutput', 'connection', 'quiet'],
  examples: [
    'voipbin audit',
    'voipbin audit --demo',
    'voipbin audit --only money,queue-no-agent',
    'voipbin audit --new-only --quiet --report html=report.html',
    'voipbin audit --report nagios=-',
    'voipbin audit --fix-plan fix.yaml',
    'voipbin audit --customers all --reason "quarterly review" --shard 2/5 -o json',
  ],
  run: async () => (await import('./audit.ts')).audit,
  verbs: [
    command({
      name: 'rules',
      summary: 'list everything that the audit looks for',
      groups: ['plainOutput'],
      examples: ['voipbin audit rules', 'voipbin audit rules -o json'],
      run: async () => (await import('./catalogue.ts')).listRules,
    }),
    command({
      name: 'explain <rule>',
      values: { rule: ruleIds },
      summary: 'explain one rule: why it matters, examples, how to fix it',
      flags: explainFlags,
      groups: ['plainOutput'],
      examples: [
        'voipbin audit explain queue-no-agent',
        'voipbin audit explain flow-weekdays --from account.json',
      ],
      run: async () => (await import('./catalogue.ts')).explainRule,
    }),
    command({
      name: 'diff <old> <new>',
      values: { old: 'files', new: 'files' },
      summary: 'show what changed between two JSON reports',
      groups: ['plainOutput'],
      examples: ['voipbin audit diff monday.json tuesday.json'],
      run: async () => (await import('./diff.ts')).diffAudits,
    }),
    command({
      name: 'merge <reports...>',
      values: { reports: 'files' },
      summary: 'combine the reports of several runs: parts, or single accounts',
      about:
        'Put reports together: the parts that `--shard` made on several machines, or reports of single accounts, as ' +
        '`-o json` or `-o jsonl` wrote them. A missing part gives exit code 3; of an account in two reports the newer ' +
        'one counts. Nothing is requested.',
      flags: mergeFlags,
      groups: ['plainOutput', 'quiet'],
      examples: [
        'voipbin audit merge part-1.json part-2.json part-3.json',
        'voipbin audit merge part-1.json part-2.json -o csv',
      ],
      run: async () => (await import('./merge/merge.ts')).mergeAudits,
    }),
    command({
      name: 'init [file]',
      summary: 'write a commented policy to start from',
      flags: initFlags,
      groups: ['quiet'],
      examples: ['voipbin audit init'],
      run: async () => (await import('./init.ts')).initPolicy,
    }),
  ],
});
