import { numbersKind } from '../../plan/kinds/numbers.ts';
import type { CommandSpec } from '../command.ts';
import { updateCommand } from './objects.ts';

export const numberCommands: readonly CommandSpec[] = [
  updateCommand(numbersKind, '+14155550100 --name "Main line"'),
];
