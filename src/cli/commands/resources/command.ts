import { runs, type CommandSpec, type NounSpec } from '../../program/command.ts';
import { billings, resources, type Resource } from '../../resources.ts';

const listFlags = [
  { flags: '--limit <n>', help: 'the newest n only', number: true },
  { flags: '--since <time>', help: 'created since: 30d, 12h, or a date such as 2026-11-01' },
];

const idsFlag = { flags: '--ids', help: 'show ids in place of names' };

const list = (resource: Resource, summary: string): CommandSpec => ({
  name: 'list',
  summary,
  flags: [
    ...(resource.filters ?? []).map(({ flag }) => flag),
    ...listFlags,
    ...(resource.columns.some(({ names }) => names !== undefined) ? [idsFlag] : []),
  ],
  groups: ['output', 'connection', 'quiet'],
  examples: [
    `voipbin ${resource.noun} list`,
    `voipbin ${resource.noun} list -o json --query '[].id'`,
    ...(resource.history ? [`voipbin ${resource.noun} list --since 7d -o csv`] : []),
  ],
  run: runs(async () => (await import('./read.ts')).listResource(resource)),
});

/** What can be changed of a resource, and what only it can do; loaded when its noun is used. */
const changes: Readonly<Record<string, () => Promise<readonly CommandSpec[]>>> = {
  accesskeys: async () => (await import('../accesskeys/command.ts')).accesskeyCommands,
  agents: async () => (await import('../agents/command.ts')).agentCommands,
  extensions: async () => (await import('../extensions/command.ts')).extensionCommands,
  flows: async () => (await import('../flows/command.ts')).flowCommands,
  numbers: async () => (await import('../numbers/command.ts')).numberCommands,
  queues: async () => (await import('../queues/command.ts')).queueCommands,
  tags: async () => (await import('../tags/command.ts')).tagCommands,
};

/** Where one object is shown in a way of its own. */
const gets: Readonly<Record<string, () => Promise<CommandSpec>>> = {
  flows: async () => (await import('../flows/command.ts')).getFlowCommand,
};

const get = (resource: Resource): CommandSpec => ({
  name: `get <${resource.one.replace(' ', '-')}>`,
  summary: `show one ${resource.one}`,
  groups: ['output', 'connection', 'quiet'],
  run: runs(async () => (await import('./read.ts')).getResource(resource)),
});

/** One noun per listed resource: `list`, `get`, and what changes it. */
export const resourceCommands: readonly NounSpec[] = resources.map((resource) => ({
  name: resource.noun,
  summary: resource.summary,
  verbs: async () => [
    list(resource, `list all ${resource.noun}${resource.history ? ', newest first' : ''}`),
    (await gets[resource.noun]?.()) ?? get(resource),
    ...((await changes[resource.noun]?.()) ?? []),
  ],
}));

export const outboundCommand: NounSpec = {
  name: 'outbound',
  summary: 'outgoing calls: which countries may be called, and how',
  verbs: async () => (await import('../outbound/command.ts')).outboundCommands,
};

export const billingCommand: NounSpec = {
  name: billings.noun,
  summary: billings.summary,
  verbs: [
    {
      name: 'get',
      summary: 'show the billing account: plan, credit, tokens',
      groups: ['output', 'connection', 'quiet'],
      run: runs(async () => (await import('../billing/get.ts')).billingGet),
    },
    list(billings, 'list the ledger, newest first'),
  ],
};
