/** `audit init`: writes a policy with everything shown and nothing set. */
import { schemaAddress } from '../../schema-address.ts';
import { PUBLIC } from '../../../core/modes.ts';
import { resolve } from 'node:path';
import { POLICY_FILE } from '../../../audit/policy/policy.ts';
import { samplePolicy } from '../../../audit/policy/sample.ts';
import { POLICY_SCHEMA_FILE } from '../../../audit/policy/schema.ts';
import { rules } from '../../../audit/rules/index.ts';
import { RefusedError } from '../../../core/errors.ts';
import { shellWord } from '../../../core/text.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { STDOUT } from '../../input.ts';
import type { Call } from '../../program/command.ts';
import type { InitFlags } from './command.ts';

export async function initPolicy({ context, args, options }: Call<InitFlags>): Promise<ExitCode> {
  const { host } = context;
  const file = args[0] ?? POLICY_FILE;
  const text = samplePolicy(rules, schemaAddress(host, POLICY_SCHEMA_FILE));
  if (file === STDOUT) {
    await host.io.stdout.write(text);
    return ExitCode.done;
  }
  const path = resolve(host.system.cwd, file);
  if (!options.force && (await host.files.read(path)) !== undefined) {
    throw new RefusedError(`${file} already exists, and was left as it is`, {
      hint: 'name another file, or add --force',
    });
  }
  await host.files.write(path, text, PUBLIC);
  const isDefault = path === resolve(host.system.cwd, POLICY_FILE);
  await context.notice(
    isDefault
      ? `${file} written: \`voipbin audit\` reads it when it runs in this folder`
      : `${file} written: \`voipbin audit --policy ${shellWord(file)}\` uses it`,
  );
  return ExitCode.done;
}
