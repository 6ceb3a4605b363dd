import { flowsKind } from '../../plan/kinds/flows.ts';
import type { CommandSpec } from '../command.ts';
import { deleteCommand, updateCommand } from './objects.ts';

export const flowCommands: readonly CommandSpec[] = [
  updateCommand(flowsKind, 'Main --detail "The main number"'),
  deleteCommand(flowsKind, 'Main'),
];
