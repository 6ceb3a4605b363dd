import { numbers } from '../../../resources/numbers.ts';
import { runs, type CommandSpec } from '../../program/command.ts';
import { CHANGE, EDIT_PLAN, fieldFlags } from '../objects/command.ts';

const work = () => import('./change.ts');

export const numberCommands: readonly CommandSpec[] = [
  {
    name: 'search',
    summary: 'numbers that could be bought now',
    about:
      'List numbers that could be bought now: of a country, or virtual ones, which are free and can be called from ' +
      'within VoIPBIN. Nothing is reserved.',
    flags: [
      { flags: '--country <code>', help: 'the country, such as us or de' },
      { flags: '--virtual', help: 'virtual numbers, which are free' },
      { flags: '--limit <n>', help: 'at most n numbers (10)', number: true, whole: true },
    ],
    groups: ['plainOutput', 'connection', 'quiet'],
    examples: ['voipbin numbers search --country us', 'voipbin numbers search --virtual'],
    run: runs(async () => (await import('./search.ts')).searchNumbers),
  },
  {
    name: 'buy <number>',
    summary: 'buy a number: shows the price and asks first',
    about:
      'Buy a number that `numbers search` lists; "any" takes any free virtual number, which costs nothing. ' +
      'The price is shown before the question; what may have been bought is never asked for a second time.',
    flags: [
      ...fieldFlags(numbers, { isNew: true }),
      { flags: '--max-spend <usd>', help: 'refuse when it costs more than this now' },
    ],
    groups: CHANGE,
    examples: [
      'voipbin numbers buy +14155550100 --name "Main line" --call-flow Main',
      'voipbin numbers buy any --name Test',
    ],
    run: runs(async () => (await work()).buyNumber),
  },
  {
    name: 'link <number> <flow>',
    summary: 'let a flow answer calls to a number',
    flags: [{ flags: '--messages', help: 'for text messages, not for calls' }, EDIT_PLAN],
    groups: CHANGE,
    examples: ['voipbin numbers link +14155550100 Main'],
    run: runs(async () => (await work()).linkNumber),
  },
  {
    name: 'unlink <number>',
    summary: 'let no flow answer calls to a number: they end immediately',
    flags: [{ flags: '--messages', help: 'for text messages, not for calls' }, EDIT_PLAN],
    groups: CHANGE,
    examples: ['voipbin numbers unlink +14155550100'],
    run: runs(async () => (await work()).unlinkNumber),
  },
  {
    name: 'release <number>',
    summary: 'give a number back: asks first, and cannot be undone',
    about:
      'Give a number back. It is lost immediately, nothing is refunded, and it may never be available again. ' +
      'What still leads to it or from it is named before the question. ' +
      'Afterwards anyone can take a virtual number, too.',
    flags: [EDIT_PLAN],
    groups: CHANGE,
    examples: ['voipbin numbers release +14155550100'],
    run: runs(async () => (await work()).releaseNumber),
  },
];
