import { flows } from '../../../resources/flows.ts';
import { runs, type CommandSpec } from '../../program/command.ts';
import { CHANGE, clearFlag, EDIT_PLAN, fieldFlags } from '../objects/command.ts';

const work = () => import('./change.ts');
const FILE = { flags: '--file <yaml>', help: 'its actions, as a plan file has them; - is standard input' };

const getFlowCommand: CommandSpec = {
  name: 'get <flow>',
  summary: 'show one flow, step by step',
  about:
    'Show the steps of a flow. `-o yaml` writes them as a plan file has them, `-o json` as the API does.',
  groups: ['output', 'connection', 'quiet'],
  examples: ['voipbin flows get Main', 'voipbin flows get Main -o yaml > main.yaml'],
  run: runs(async () => (await import('./get.ts')).getFlow),
};

export const flowCommands: readonly CommandSpec[] = [
  getFlowCommand,
  {
    name: 'create <name>',
    summary: 'create a flow: shows it and asks first',
    flags: [...fieldFlags(flows, { isNew: true }), FILE],
    groups: CHANGE,
    examples: ['voipbin flows create Main --file main.yaml'],
    run: runs(async () => (await work()).createFlow),
  },
  {
    name: 'update <flow>',
    summary: 'change a flow: shows the difference and asks first',
    about: 'Change a flow. What is not named, and not in the file, stays as it is.',
    flags: [...fieldFlags(flows, { isNew: false }), ...clearFlag(flows), FILE, EDIT_PLAN],
    groups: CHANGE,
    examples: [
      'voipbin flows update Main --file main.yaml',
      'voipbin flows update Main --detail "Head office"',
    ],
    run: runs(async () => (await work()).updateFlow),
  },
  {
    name: 'copy <flow> <name>',
    summary: 'create a flow with the actions of another one',
    groups: CHANGE,
    examples: ['voipbin flows copy Main "Main, new"'],
    run: runs(async () => (await work()).copyFlow),
  },
];
