import { numbers } from '../../../resources/numbers.ts';
import { command, type CommandSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { EDIT_PLAN, fieldFlags } from '../objects/command.ts';

const work = () => import('./change.ts');

const searchFlags = flags([
  { flags: '--country <code>', help: 'the country, such as us or de' },
  { flags: '--virtual', help: 'virtual numbers, which are free' },
  { flags: '--limit <n>', help: 'at most n numbers (10)', number: true, whole: true },
]);
export type SearchFlags = OptionsOf<typeof searchFlags>;

const linkFlags = flags([{ flags: '--messages', help: 'for text messages, not for calls' }, EDIT_PLAN]);
export type LinkFlags = OptionsOf<typeof linkFlags>;

export const numberCommands: readonly CommandSpec[] = [
  command({
    name: 'search',
    summary: 'list numbers that can be bought now',
    about:
      'List numbers that can be bought now: of a country, or virtual ones, which are free and can be called from ' +
      'within VoIPBIN. Nothing is reserved.',
    flags: searchFlags,
    groups: ['plainOutput', 'connection', 'quiet'],
    examples: ['voipbin numbers search --country us', 'voipbin numbers search --virtual'],
    run: async () => (await import('./search.ts')).searchNumbers,
  }),
  command({
    name: 'buy <number>',
    summary: 'buy a number: shows the price and asks first',
    about:
      'Buy a number that `numbers search` lists; "any" takes any free virtual number, which costs nothing. ' +
      'The price is shown before the question; a number that may have been bought is never ordered twice.',
    flags: [
      ...fieldFlags(numbers, { isNew: true }),
      { flags: '--max-spend <usd>', help: 'refuse when it costs more than this now' },
    ],
    groups: CHANGING,
    examples: [
      'voipbin numbers buy +14155550100 --name "Main line" --call-flow Main',
      'voipbin numbers buy any --name Test',
    ],
    run: async () => (await work()).buyNumber,
  }),
  command({
    name: 'link <number> <flow>',
    summary: 'link a number to the flow that answers its calls',
    flags: linkFlags,
    groups: CHANGING,
    examples: ['voipbin numbers link +14155550100 Main'],
    run: async () => (await work()).linkNumber,
  }),
  command({
    name: 'unlink <number>',
    summary: 'unlink a number from its flow: calls to it end immediately',
    flags: linkFlags,
    groups: CHANGING,
    examples: ['voipbin numbers unlink +14155550100'],
    run: async () => (await work()).unlinkNumber,
  }),
  command({
    name: 'release <number>',
    summary: 'release a number: asks first, and cannot be undone',
    about:
      'Release a number. It is lost immediately, nothing is refunded, and it may never be available again. ' +
      'What still leads to it or from it is named before the question. ' +
      'Afterwards anyone can take a virtual number, too.',
    flags: [EDIT_PLAN],
    groups: CHANGING,
    examples: ['voipbin numbers release +14155550100'],
    run: async () => (await work()).releaseNumber,
  }),
];
