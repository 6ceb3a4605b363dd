/** `audit`: take the picture, run the rules, say what came of it. Only reads. */
import { runRules } from '../../audit/engine.ts';
import { exitCodeOf, makeReport } from '../../audit/report.ts';
import type { Severity } from '../../audit/rule.ts';
import { rules } from '../../audit/rules/index.ts';
import type { ExitCode } from '../../core/exit-codes.ts';
import { collect } from '../../snapshot/collect.ts';
import type { Call } from '../command.ts';
import { print } from '../output.ts';

interface AuditFlags {
  failOn?: Severity | 'never';
  allowIncomplete?: boolean;
}

export async function audit({ context, options }: Call<AuditFlags>): Promise<ExitCode> {
  const api = await context.api({ readOnly: true });
  const { host } = context;
  const progress = host.io.stderr.isTTY && !host.env['ACCESSIBLE'] && !host.env['CI'] && !context.flags.quiet;
  const tell = (text: string): Promise<void> =>
    progress ? host.io.stderr.write(`\r\u001b[K${text}`) : Promise.resolve();
  await tell('reading the account');
  try {
    const snapshot = await collect(api, {
      clock: host.clock,
      onSection: (name, done, all) => void tell(`reading the account: ${done} of ${all}, ${name} done`),
    });
    await tell('');
    const report = makeReport(snapshot, runRules(rules, snapshot), context.version);
    await print(context, { kind: 'audit', report });
    return exitCodeOf(report, {
      failOn: options.failOn ?? 'high',
      allowIncomplete: options.allowIncomplete ?? false,
    });
  } catch (error) {
    await tell('');
    throw error;
  }
}
