import { NIL_UUID } from '../../../core/ids.ts';
import { targetsOf } from '../../../resources/outdials.ts';
import { command, type CommandSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { listCommand } from '../resources/verbs.ts';

const work = () => import('./targets.ts');
const UNDONE = '`undo` does not take part in it: `outdials remove` removes a target again.';

const addFlags = flags([
  { flags: '--name <value>', help: 'the name (the number)' },
  { flags: '--detail <value>', help: 'what it is for (the name)' },
  { flags: '--data <value>', help: 'any data to keep with it (the name)' },
  { flags: '--next <number>', help: 'the number to try next, up to 4; repeatable', repeatable: true },
]);
export type AddFlags = OptionsOf<typeof addFlags>;

export const outdialCommands: readonly CommandSpec[] = [
  command({
    ...listCommand(targetsOf(NIL_UUID), 'outdials', 'list the targets of an outdial'),
    name: 'targets <outdial>',
    examples: [
      'voipbin outdials targets Customers',
      'voipbin outdials targets Customers --filter status=idle -o csv',
    ],
    run: async () => (await work()).listTargets,
  }),
  command({
    name: 'add <outdial> <number>',
    summary: 'add a target to an outdial: shows it and asks first',
    about: `Add a target, which a campaign of the outdial then calls. A number that is there already is not added twice. ${UNDONE}`,
    flags: addFlags,
    groups: CHANGING,
    examples: [
      'voipbin outdials add Customers +14155550190 --name "Ada Byron"',
      'voipbin outdials add Customers +14155550191 --next +14155550192',
    ],
    run: async () => (await work()).addTarget,
  }),
  command({
    name: 'import <outdial> <csv>',
    summary: 'add the targets of a table: shows how many and asks first',
    about:
      'Add the targets of a CSV file with the columns name, phone, detail and data; several phone numbers in a cell are ' +
      'separated by ";" or "|". All problems are shown with line and column before anything is changed. Numbers ' +
      `that are there already are left out, so that the same command continues after a failure. ${UNDONE}`,
    groups: CHANGING,
    examples: ['voipbin outdials import Customers customers.csv'],
    run: async () => (await work()).importTargets,
  }),
  command({
    name: 'remove <outdial> <target>',
    summary: 'remove a target from an outdial: asks first, not undone',
    about: 'Remove a target from an outdial, by its name, its number or its id. It is no longer called.',
    groups: CHANGING,
    examples: ['voipbin outdials remove Customers +14155550190'],
    run: async () => (await work()).removeTarget,
  }),
];
