/** `agents import`: the agents of a table, made or changed as one plan. */
import { AppError } from '../../../core/errors.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import type { YamlProblem } from '../../../core/yaml/parse.ts';
import { FileProblems, quote } from '../../../core/yaml/reader.ts';
import { PROBLEMS, readAgentRows, type AgentRow } from '../../../plan/state/agent-rows.ts';
import type { AddressSpec } from '../../../resources/document.ts';
import type { Values, Wire } from '../../../resources/kind.ts';
import { agents as agentsKind } from '../../../resources/agents.ts';
import type { LiveAccount } from '../../../plan/state/live.ts';
import type { Lock } from '../../../plan/file/lock.ts';
import { findObject, planMany, wordInFile } from '../../../plan/one.ts';
import type { Call } from '../../program/command.ts';
import { inputName, readInput } from '../../input.ts';
import { change } from '../objects/change.ts';
import type { ImportFlags } from './command.ts';

export async function importAgents({
  context,
  args: [file = ''],
  options,
}: Call<ImportFlags>): Promise<ExitCode> {
  const name = inputName(file);
  const rows = readAgentRows(await readInput(context, file), name);
  return change(context, `agents import ${file}`, options, {
    kinds: ['agents'],
    continuesFailed: true,
    planFor(live, lock) {
      const problems: Problem[] = [];
      const agents = rows.map((row) => {
        const existing = agentOf(live, row.username);
        problems.push(...problemsOf(row, existing, { live, lock, mayUpdate: options.update === true }));
        return { row, existing };
      });
      if (problems.length > 0) throw refusal(name, problems);
      const all = agents.map(({ row, existing }) =>
        specOf({ ...row, spec: inWords(row.spec, live) }, existing, options.passwords !== undefined),
      );
      return { plan: planMany(agentsKind, Object.fromEntries(all), live), lock };
    },
  });
}

/** With the words of a plan file for tags and extensions. */
function inWords({ tags, addresses, ...rest }: Values, live: LiveAccount): Values {
  return {
    ...rest,
    ...(tags !== undefined && {
      tags: (tags as readonly string[]).map((word) => wordInFile(live, 'tags', word)),
    }),
    ...(addresses !== undefined && {
      addresses: (addresses as readonly AddressSpec[]).map((address) =>
        address.type === 'extension'
          ? { ...address, target: wordInFile(live, 'extensions', address.target) }
          : address,
      ),
    }),
  };
}

/** User names differ by more than the case of their letters. */
const agentOf = (live: LiveAccount, username: string): Wire | undefined =>
  live.lists.agents.find((agent) => String(agent['username']).toLowerCase() === username.toLowerCase());

/** Made by an earlier run of the same command, which stopped. */
const isMadeByUs = (lock: Lock, { username }: AgentRow, agent: Wire): boolean =>
  lock.objects.agents?.[username]?.id === agent.id;

/** By name; one that exists keeps its password. */
function specOf(row: AgentRow, existing: Wire | undefined, makesPasswords: boolean): [string, Values] {
  if (existing !== undefined) return [String(existing['username']), { id: existing.id, ...row.spec }];
  const password = makesPasswords ? { password: { from: 'generate' } } : {};
  return [row.username, { ...row.spec, ...password }];
}

/** What is wrong with a row as the account is, and what a command for this one agent would end with. */
interface Problem extends YamlProblem {
  exitCode: ExitCode;
}

function refusal(file: string, problems: readonly Problem[]): AppError {
  const { code, message } = new FileProblems(file, problems, PROBLEMS);
  const hint = 'nothing was changed; correct the table, and run the command again';
  return new AppError(code, worstExitCode(problems.map(({ exitCode }) => exitCode)), message, { hint });
}

/** What the account says of a row. */
function problemsOf(
  row: AgentRow,
  existing: Wire | undefined,
  { live, lock, mayUpdate }: { live: LiveAccount; lock: Lock; mayUpdate: boolean },
): Problem[] {
  const { username, spec, placeOf } = row;
  const problems: Problem[] = [];
  if (existing === undefined) {
    const missing = agentsKind.missing?.(spec);
    if (missing !== undefined)
      problems.push({ ...placeOf('addresses'), message: missing, exitCode: ExitCode.usage });
  } else if (!mayUpdate && !isMadeByUs(lock, row, existing)) {
    const message = `agent ${quote(username)} already exists: --update changes it`;
    problems.push({ ...placeOf('username'), message, exitCode: ExitCode.conflict });
  }
  const extensions = ((spec['addresses'] ?? []) as readonly AddressSpec[]).flatMap(({ type, target }) =>
    type === 'extension' ? [{ kind: 'extensions', key: 'addresses', word: target } as const] : [],
  );
  const tags = ((spec['tags'] ?? []) as readonly string[]).map(
    (word) => ({ kind: 'tags', key: 'tags', word }) as const,
  );
  for (const { kind, key, word } of [...tags, ...extensions]) {
    try {
      findObject(live, kind, word);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push({ ...placeOf(key), message: error.message, exitCode: error.exitCode });
    }
  }
  return problems;
}
