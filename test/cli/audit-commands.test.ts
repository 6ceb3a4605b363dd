/** The commands that findings name, with the object in them: each can be typed as it is printed. */
import { describe, expect, it } from 'vitest';
import { bench } from '../support/program.ts';

interface Finding {
  rule: string;
  fix: string;
  subject: { kind: string; name: string };
}

const findingsOf = async (made: ReturnType<typeof bench>): Promise<Finding[]> =>
  (JSON.parse((await made.run('audit -o json')).stdout) as { findings: Finding[] }).findings;

/** Without what the reader has to put in. */
const commandsIn = ({ fix }: Finding): string[] =>
  [...fix.matchAll(/`voipbin ([^`]+)`/g)].map(([, line = '']) => line).filter((line) => !/<\w+>/.test(line));

describe('a finding of the example account', () => {
  it('names commands that find the object: each is shown as a change, or shows the object', async () => {
    const made = bench('messy');
    const lines = new Set((await findingsOf(made)).flatMap(commandsIn));
    const changes = [...lines].filter((line) => /^(agents|numbers|queues|extensions|flows) /.test(line));
    expect(changes.length).toBeGreaterThan(8);
    for (const line of changes) {
      const shown = / (get|list) /.test(line) ? line : `${line} --dry-run`;
      const words = shown
        .replaceAll("'", '"')
        .replace('--password generate', '--password generate --passwords /pw');
      const { code, stderr } = await made.run(words);
      expect({ line, code, stderr }).toMatchObject({ line, code: 0 });
    }
  });

  it('of many objects says once what does it for any of them', async () => {
    const { stdout } = await bench('messy').run('audit');
    expect(stdout.split('`voipbin agents update <agent> --status available`')).toHaveLength(2);
    expect(stdout).toContain("`voipbin agents update 'Rolf Deaf' --address");
  });

  it.each([
    ['agent-stuck-busy', 'agents update'],
    ['rtp-debug-enabled', 'numbers update'],
  ])('%s is gone when its command has run', async (rule, command) => {
    const made = bench('messy');
    const before = (await findingsOf(made)).filter((one) => one.rule === rule);
    const [line] = before.flatMap(commandsIn);
    expect(line).toContain(command);
    const { code } = await made.run(`${(line ?? '').replaceAll("'", '"')} --yes`);
    expect(code).toBe(0);
    const after = (await findingsOf(made)).filter((one) => one.rule === rule);
    expect(after).toHaveLength(before.length - 1);
  });
});
