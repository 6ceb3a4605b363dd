import { extensionsKind } from '../../plan/kinds/extensions.ts';
import type { CommandSpec } from '../command.ts';
import { createCommand, deleteCommand, updateCommand } from './objects.ts';

export const extensionCommands: readonly CommandSpec[] = [
  createCommand(extensionsKind, '1001 --name "Front desk" --password generate'),
  updateCommand(extensionsKind, '1001 --name Reception'),
  deleteCommand(extensionsKind, '1001'),
];
