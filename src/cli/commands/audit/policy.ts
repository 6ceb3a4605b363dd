/** The account's policy: the file that was named, or voipbin.audit.yaml where the program runs, or none. */
import { resolve } from 'node:path';
import { emptyPolicy, POLICY_FILE, type Policy } from '../../../audit/policy/policy.ts';
import { rules } from '../../../audit/rules/index.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Context } from '../../context.ts';

export async function readPolicy({ host }: Context, named: string | undefined): Promise<Policy> {
  const file = named ?? POLICY_FILE;
  const text = await host.files.read(resolve(host.system.cwd, file));
  if (text !== undefined) {
    const { parsePolicy } = await import('../../../audit/policy/parse.ts');
    return parsePolicy(text, file, rules);
  }
  if (named === undefined) return emptyPolicy;
  throw new UsageError(`there is no policy ${named}`, {
    hint: '`voipbin audit init` writes one to start from',
  });
}
