/** `create`, `update` and `delete` of every kind, with the flags that follow from its fields. */
import { withArticle } from '../../../core/text.ts';
import { ADD, clearName, flagName, REMOVE } from '../../../plan/flag-values.ts';
import type { Field, FieldFlag } from '../../../resources/field.ts';
import { commandOf } from '../../../resources/index.ts';
import {
  fieldsOfCommand,
  secretName,
  secretWays,
  type ManyKind,
  type SecretField,
  type SingleKind,
} from '../../../resources/kind.ts';
import { command, type CommandSpec } from '../../program/command.ts';
import { CHANGING, type FlagSpec } from '../../program/flags.ts';

export function createCommand(kind: ManyKind, example: string): CommandSpec {
  return command({
    name: `create <${placeholder(kind)}>`,
    summary: `create ${withArticle(kind.one)}: shows it and asks first`,
    flags: [...fieldFlags(kind, { isNew: true }), ...fileFlag(kind), ...secretFlags(kind)],
    groups: CHANGING,
    examples: [`voipbin ${commandOf(kind.kind)} create ${example}`],
    run: async () => (await import('./change.ts')).createObject(kind),
  });
}

export function updateCommand(kind: ManyKind, example: string): CommandSpec {
  return command({
    name: `update <${argumentOf(kind)}>`,
    summary: `change ${withArticle(kind.one)}: shows the difference and asks first`,
    about:
      `Change fields of ${withArticle(kind.one)}. Fields that are not named stay as they are. ` +
      'Name it by its id, an unambiguous beginning of it, or what it is called.',
    flags: [...changingFlags(kind), EDIT_PLAN, ...selfFlag(kind)],
    groups: CHANGING,
    examples: [`voipbin ${commandOf(kind.kind)} update ${example}`],
    run: async () => (await import('./change.ts')).updateObject(kind),
  });
}

export function deleteCommand(kind: ManyKind, example: string): CommandSpec {
  return command({
    name: `delete <${argumentOf(kind)}>`,
    summary: `delete ${withArticle(kind.one)}: asks first; not while something else names it`,
    flags: [EDIT_PLAN, ...selfFlag(kind)],
    groups: CHANGING,
    examples: [`voipbin ${commandOf(kind.kind)} delete ${example}`],
    run: async () => (await import('./change.ts')).deleteObject(kind),
  });
}

/** Each of them changes something. */
export function changingFlags(kind: SingleKind | ManyKind): FlagSpec[] {
  return [
    ...fieldFlags(kind, { isNew: false }),
    ...clearFlag(kind),
    ...('key' in kind ? fileFlag(kind) : []),
    ...('key' in kind
      ? secretFlags({ secrets: kind.secrets?.filter(({ hasVerb }) => hasVerb !== true) })
      : []),
  ];
}

/** Whether it has what no flag can hold. */
export const hasFile = (kind: ManyKind): boolean =>
  fieldsOfCommand(kind).some(({ flag }) => flag.takes === 'file');

const fileFlag = (kind: ManyKind): FlagSpec[] =>
  hasFile(kind)
    ? [{ flags: '--file <yaml>', help: 'its actions, as a plan file has them; - is standard input' }]
    : [];

export const EDIT_PLAN = { flags: '--edit-plan', help: 'change voipbin.yaml of this folder, too' } as const;

const selfFlag = ({ signsIn }: ManyKind): FlagSpec[] =>
  signsIn === true
    ? [{ flags: '--allow-self', help: 'with --yes: even the agent that you are signed in as' }]
    : [];

/** The flags of a kind's fields. */
export function fieldFlags(kind: SingleKind | ManyKind, { isNew }: { isNew: boolean }): FlagSpec[] {
  return fieldsOfCommand(kind)
    .filter(
      ({ flag, wire, isFixed }) =>
        flag.takes !== 'file' &&
        flag.takes !== 'none' &&
        (isNew ? !('key' in kind) || wire !== kind.key : isFixed !== true),
    )
    .flatMap((field) => {
      const { takes, choices } = field.flag;
      const whole = {
        flags: `--${flagName(field)} <${valueOf(field.flag)}>`,
        help:
          helpOf(field) +
          (isRepeatable(takes) ? (isNew ? '; repeatable' : '; repeatable, replaces all') : ''),
        ...(isRepeatable(takes) && { repeatable: true }),
        ...(takes === 'switch' ? { choices: ['on', 'off'] } : choices !== undefined && { choices }),
      };
      return takes === 'list' && !isNew ? [whole, ...memberFlags(field)] : [whole];
    });
}

/** Of a list that has items already: what is forgotten among those that stay is not lost. */
function memberFlags(field: Field): FlagSpec[] {
  const name = flagName(field);
  return [
    {
      flags: `--${ADD}${name} <${valueOf(field.flag)}>`,
      help: `${name} to add, the others stay; repeatable`,
      repeatable: true,
    },
    {
      flags: `--${REMOVE}${name} <${valueOf(field.flag)}>`,
      help: `${name} to remove, the others stay; repeatable`,
      repeatable: true,
    },
  ];
}

const isRepeatable = (takes: FieldFlag['takes']): boolean => takes === 'list' || takes === 'pairs';

/** What follows the flag, in its help. */
function valueOf({ takes, refers }: FieldFlag): string {
  if (refers !== undefined) return commandOf(refers).replace(/s$/, '');
  return { switch: 'on|off', number: 'n', pairs: 'name=value' }[takes as string] ?? 'value';
}

function clearFlag(kind: SingleKind | ManyKind): FlagSpec[] {
  const clearable = fieldsOfCommand(kind).filter(({ clearable: can, flag }) => can && flag.takes !== 'file');
  if (clearable.length === 0) return [];
  return [
    {
      flags: '--clear <field...>',
      help: 'empty a field',
      choices: clearable.map(clearName),
    },
  ];
}

/** No flag takes a secret: each says where it is. */
export function secretFlags({ secrets = [] }: { secrets?: readonly SecretField[] | undefined }): FlagSpec[] {
  return [
    ...secrets.map((field) => ({
      flags: `${secretFlag(field)} <source>`,
      help: `where the ${secretName(field)} is: ${waysOfFlag(field).join(', ')}`,
      // What comes after the colon is for the shell to complete.
      values: () => waysOfFlag(field).map((way) => way.replace(/(?<=:).*/, '')),
    })),
    ...(secrets.some(({ generated }) => generated !== undefined)
      ? [{ flags: '--passwords <file>', help: 'write a generated password to this file' }]
      : []),
  ];
}

export const secretFlag = ({ key }: SecretField): string => `--${key.replaceAll('_', '-')}`;

/** What its flag takes. */
export const waysOfFlag = (field: SecretField): readonly string[] => ['prompt', ...secretWays(field)];

/** The description for editors as the help of a flag: the part before the syntax of files. */
function helpOf({ schema, flag }: Field): string {
  if (flag.help !== undefined) return flag.help;
  const { description } = schema;
  const [text = ''] = typeof description === 'string' ? description.split(/[:.;](?:\s|$)/) : [];
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export const argumentOf = ({ one }: ManyKind): string => one.replaceAll(' ', '-');

const placeholder = (kind: ManyKind): string =>
  kind.key === 'name' ? 'name' : kind.key === 'username' || kind.key === 'email' ? 'email' : argumentOf(kind);
