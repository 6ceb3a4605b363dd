/** The verbs that every resource has: `list` and `get`, and what its description says can be changed. */
import { withArticle } from '../../../core/text.ts';
import { resourceOf } from '../../../resources/all.ts';
import { oneOf, type Noun } from '../../../resources/index.ts';
import type { Listed, ManyKind } from '../../../resources/kind.ts';
import { command, wordOf, type CommandSpec } from '../../program/command.ts';
import { CHANGING, type FlagGroup } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { listFields } from '../../program/values.ts';
import type { NounWithParts } from '../belongings/command.ts';
import { createCommand, deleteCommand, hasFile, updateCommand } from '../objects/command.ts';

const deletedFlag = {
  flags: '--deleted',
  help: 'those that were deleted, instead of those that exist',
} as const;
const idsFlag = { flags: '--ids', help: 'show ids in place of names' } as const;

/** Those that leave rows out. */
export const choosingFlags = (resource: Listed) =>
  flags([
    ...(resource.filters ?? []).map(({ flag }) => flag),
    { flags: '--since <time>', help: 'created since: 30d, 12h, yesterday, or a date such as 2026-11-01' },
    { flags: '--until <time>', help: 'created before: the same' },
    {
      flags: '--filter <field=value>',
      help: 'only rows with this value; repeatable',
      repeatable: true,
      values: async () => (await listFields(resource)()).map((field) => `${field}=`),
    },
  ]);

const listFlags = (resource: Listed) =>
  flags([
    ...choosingFlags(resource),
    {
      flags: '--sort <field>',
      help: 'sort by a field; -field sorts downwards',
      values: listFields(resource),
    },
    {
      flags: '--limit <n>',
      help: 'at most n rows: the newest, or the first when sorted; 0 for all',
      number: true,
      whole: true,
      zero: true,
    },
    {
      flags: '--columns <fields>',
      help: 'the columns to show, separated by commas',
      commas: true,
      values: listFields(resource),
    },
    ...(resource.listsDeleted === true ? [deletedFlag] : []),
    ...(resource.columns.some(({ names }) => names !== undefined) ? [idsFlag] : []),
  ]);

/** Those of filters included. */
export type ListFlags = OptionsOf<ReturnType<typeof listFlags>>;

const groupsOf = ({ staffOnly }: Listed): readonly FlagGroup[] => [
  'output',
  staffOnly === true ? 'server' : 'connection',
  'quiet',
];

/** @param word By which the command is called. */
export const listCommand = (resource: Listed, word: string, summary: string): CommandSpec =>
  command({
    name: 'list',
    summary,
    flags: listFlags(resource),
    groups: groupsOf(resource),
    examples: [
      `voipbin ${word} list`,
      `voipbin ${word} list --sort -tm_create --columns ${exampleColumns(resource)}`,
      `voipbin ${word} list -o json --query '[].id'`,
      ...(resource.history ? [`voipbin ${word} list --since 14d --until 7d -o csv`] : []),
    ],
    run: async () => (await import('./list.ts')).listResource(resource),
  });

const exampleColumns = ({ columns }: Listed): string =>
  columns
    .slice(0, 2)
    .map(({ key }) => key)
    .join(',');

/** What has actions is shown step by step. */
const getStepsCommand = (kind: ManyKind, word: string): CommandSpec =>
  command({
    name: `get <${placeholderOf(kind)}>`,
    summary: `show one ${kind.one}, step by step`,
    about: `Show the steps of a ${kind.one}. \`-o yaml\` writes them as a plan file has them, \`-o json\` as the API does.`,
    groups: ['output', 'connection', 'quiet'],
    examples: [`voipbin ${word} get Main`, `voipbin ${word} get Main -o yaml > main.yaml`],
    run: async () => (await import('../objects/steps.ts')).getWithSteps(kind),
  });

const getCommand = (resource: Listed): CommandSpec =>
  command({
    name: `get <${placeholderOf(resource)}>`,
    summary: `show one ${resource.one}`,
    groups: groupsOf(resource),
    run: async () => (await import('./get.ts')).getResource(resource),
  });

/** `create`, `update` and `delete`, as far as the description has an example of them. */
const changeCommands = (kind: ManyKind): CommandSpec[] =>
  (
    [
      ['create', createCommand],
      ['update', updateCommand],
      ['delete', deleteCommand],
    ] as const
  ).flatMap(([verb, command]) => {
    const example = kind.examples?.[verb];
    return example === undefined ? [] : [command(kind, example)];
  });

/** What is done with one object, and not undone. */
const operationCommands = (resource: Listed, word: string): CommandSpec[] =>
  (resource.operations ?? []).map((operation) =>
    command({
      name: `${operation.verb} <${placeholderOf(resource)}>`,
      summary: `${operation.does} ${withArticle(resource.one)}: shows it and asks first; not undone`,
      groups: CHANGING,
      examples: [
        ...(operation.part === undefined ? [] : [`voipbin ${word} list --ended=no --columns id,tm_create`]),
        ...(operation.example === undefined
          ? []
          : [`voipbin ${word} ${operation.verb} ${operation.example}`]),
        `voipbin ${word} ${operation.verb} <id> --dry-run`,
      ],
      run: async () => (await import('./operation.ts')).runOperation(resource, operation),
    }),
  );

const placeholderOf = ({ one }: Listed): string => one.replaceAll(' ', '-');

const withParts = (noun: NounWithParts) => async () => [
  (await import('../belongings/command.ts')).getWithPartsCommand(noun, oneOf(noun)),
];

/** What only this resource can do, or does in a way of its own. */
const ownCommands: Readonly<Partial<Record<Noun, () => Promise<readonly CommandSpec[]>>>> = {
  activeflows: withParts('activeflows'),
  calls: async () => [...(await withParts('calls')()), ...(await import('../calls/command.ts')).callCommands],
  groupcalls: withParts('groupcalls'),
  queuecalls: withParts('queuecalls'),
  recordings: async () => [
    ...(await withParts('recordings')()),
    ...(await import('../recordings/command.ts')).recordingCommands,
  ],
  accesskeys: async () => (await import('../accesskeys/command.ts')).accesskeyCommands,
  campaigns: async () => (await import('../campaigns/command.ts')).campaignCommands,
  outdials: async () => (await import('../outdials/command.ts')).outdialCommands,
  agents: async () => (await import('../agents/command.ts')).agentCommands,
  customers: async () => (await import('../customers/command.ts')).customerVerbs,
  extensions: async () => (await import('../extensions/command.ts')).extensionCommands,
  flows: async () => (await import('../flows/command.ts')).flowCommands,
  numbers: async () => (await import('../numbers/command.ts')).numberCommands,
};

/** @param word By which the command is called. */
export async function verbsOf(noun: Noun, word: string): Promise<CommandSpec[]> {
  const resource = resourceOf(noun);
  const kind = 'kind' in resource ? (resource as ManyKind) : undefined;
  const own = (await ownCommands[noun]?.()) ?? [];
  const common = [
    listCommand(resource, word, `list all ${resource.one}s${resource.history ? ', newest first' : ''}`),
    kind !== undefined && hasFile(kind) ? getStepsCommand(kind, word) : getCommand(resource),
    ...operationCommands(resource, word),
    ...(kind === undefined ? [] : changeCommands(kind)),
  ];
  const replaced = new Map(own.map((command) => [wordOf(command), command]));
  const verbs = common.map((command) => replaced.get(wordOf(command)) ?? command);
  return [...new Set([...verbs, ...own])];
}
