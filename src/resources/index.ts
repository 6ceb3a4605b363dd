/** Every resource of the API: what can be said of it without loading its description. Those are in `all.ts`. */

interface IndexLine {
  noun: string;
  one: string;
  /** In the help. Without one there is no command of that noun. */
  summary?: string;
  /** Whether a plan file speaks of it. */
  isDeclared?: true;
  /** Commands alone change it. */
  byCommand?: true;
}

/** In the order of a plan file, and of work: what is named by others comes first, what callers reach last. */
export const resourceIndex = [
  { noun: 'tags', one: 'tag', summary: 'the labels by which queues find agents', isDeclared: true },
  { noun: 'extensions', one: 'extension', summary: 'SIP telephones and softphones', isDeclared: true },
  { noun: 'hours', one: 'opening hours', isDeclared: true },
  { noun: 'flows', one: 'flow', summary: 'what happens in a call, step by step', isDeclared: true },
  { noun: 'queues', one: 'queue', summary: 'where callers wait for an agent', isDeclared: true },
  { noun: 'agents', one: 'agent', summary: 'the people who answer calls, and sign in', isDeclared: true },
  { noun: 'numbers', one: 'number', summary: 'phone numbers', isDeclared: true },
  { noun: 'conferences', one: 'conference', summary: 'where several callers talk', isDeclared: true },
  { noun: 'outplans', one: 'outplan', summary: 'how campaigns call', isDeclared: true },
  { noun: 'outdials', one: 'outdial', summary: 'whom campaigns call', isDeclared: true },
  { noun: 'campaigns', one: 'campaign', summary: 'calls to many people', isDeclared: true },
  {
    noun: 'conversation_accounts',
    one: 'conversation account',
    summary: 'messages of LINE, WhatsApp and others',
    isDeclared: true,
  },
  { noun: 'webchat_widgets', one: 'webchat widget', summary: 'chats on web pages', isDeclared: true },
  { noun: 'accesskeys', one: 'access key', summary: 'the keys that programs sign in with' },
  { noun: 'calls', one: 'call', summary: 'calls, newest first' },
  { noun: 'billings', one: 'ledger entry' },
  { noun: 'queuecalls', one: 'queue call', summary: 'callers in queues, newest first' },
  { noun: 'activeflows', one: 'flow run', summary: 'runs of flows, newest first' },
  { noun: 'messages', one: 'message', summary: 'text messages, newest first' },
  { noun: 'recordings', one: 'recording', summary: 'recordings of calls, newest first' },
  { noun: 'groupcalls', one: 'group call', summary: 'calls to several places together, newest first' },
  { noun: 'trunks', one: 'trunk' },
  {
    noun: 'customers',
    one: 'customer',
    summary: 'the accounts of customers, for platform staff',
    byCommand: true,
  },
] as const satisfies readonly IndexLine[];

type Line = (typeof resourceIndex)[number];

export type Noun = Line['noun'];

/** Of what a plan file speaks by name. */
export type FileKind = Extract<Line, { isDeclared: true }>['noun'];

/** Of what a plan speaks by name; a command makes one, too. */
export type NamedKind = FileKind | Extract<Line, { byCommand: true }>['noun'];

/** As a command: `conversation-accounts`. */
export const commandOf = (noun: Noun): string => noun.replaceAll('_', '-');

/** For people: `queue`. */
export const oneOf = (noun: Noun): string => resourceIndex.find((line) => line.noun === noun)?.one ?? noun;
