/** `voipbin customer tree`, as a person or a script meets it. */
import { describe, expect, it } from 'vitest';
import { bench, without } from '../support/program.ts';

describe('customer tree', () => {
  it('reads each list once, and nothing else', async () => {
    const made = bench('departments');
    const { code, stdout, stderr } = await made.run('customer tree');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Numbers (3)');
    const paths = made.asked().map((line) => line.replace(/^GET \/v1.0\/(\w+).*/, '$1'));
    expect([...new Set(paths)].sort()).toEqual(
      ['agents', 'billing_account', 'customer', 'flows', 'numbers', 'queues', 'tags'].sort(),
    );
  });

  it('cuts long lists on a terminal, and not with --all', async () => {
    const made = bench('messy');
    const agents = async (flags: string): Promise<number> => {
      const { stdout } = await made.run(`customer tree --depth 2 --color never ${flags}`, { terminal: true });
      return (
        stdout
          .split('Numbers')[0]
          ?.split('\n')
          .filter((line) => line.includes('─ ')).length ?? 0
      );
    };
    // The heading of numbers has a branch of its own.
    expect(await agents('')).toBe(1 + 15 + 1 + 1);
    expect(await agents('--all')).toBe(1 + 41 + 1);
  });

  it('as JSON, as rows and as a picture', async () => {
    const made = bench('departments');
    const { stdout } = await made.run(
      'customer tree --depth 1 -o json --query "tree.children[].[name, count]"',
    );
    expect(JSON.parse(stdout)).toContainEqual(['queues', 3]);
    expect((await made.run('customer tree -o csv')).stdout).toMatch(
      /^depth,kind,id,name,detail,via,count,state/,
    );
    expect((await made.run('customer tree -o mermaid')).stdout).toMatch(/^flowchart LR\n/);
  });

  it.each([
    ['queues', 500, 3],
    ['flows', 403, 4],
    ['agents', 403, 4],
    ['billing_account', 403, 4],
  ])('shows the rest where %s cannot be read (%i)', async (path, status, code) => {
    const made = bench('departments');
    const result = await made.run('customer tree', { transport: without(made, status, path) });
    expect(result.code).toBe(code);
    expect(result.stdout).toContain('not read');
    expect(result.stdout).toContain(path === 'agents' ? 'tag sales  agents not read' : 'Agents (9)');
    expect(result.stderr).toContain(`warning: ${path.replace('_', ' ')}: `);
  });

  it('of a frozen account says that it is frozen', async () => {
    const { code, stdout, stderr } = await bench('frozen').run('customer tree');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('frozen');
  });

  it.each(['--depth 0', '--depth 1.5', '--depth all', '-o svg', '-o mermaid --query tree', 'x'])(
    '%s is refused, and nothing is requested',
    async (flags) => {
      const made = bench('departments');
      expect((await made.run(`customer tree ${flags}`)).code).toBe(2);
      expect(made.asked()).toEqual([]);
    },
  );
});
