/** Where editors find the schemas that came with this program: on this machine, without a network. */
import type { Host } from '../core/ports.ts';

/** @param file As the package has it: `docs/voipbin.schema.json`. */
export const schemaAddress = ({ system }: Pick<Host, 'system'>, file: string): string =>
  `${system.packageUrl}/${file}`;
