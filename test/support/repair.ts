/** The way of a fix plan: the file, what is planned and applied from it, and what the next audit finds. */
import { expect } from 'vitest';
import type { Plan } from '../../src/plan/change.ts';
import { readPlan } from '../../src/plan/file/read.ts';
import type { Bench } from './program.ts';

export interface Finding {
  rule: string;
  fingerprint: string;
  subject: { id: string; name: string };
}

export const findingsOf = async (one: Bench): Promise<Finding[]> =>
  (JSON.parse((await one.run('audit -o json')).stdout) as { findings: Finding[] }).findings;
export const prints = (findings: readonly Finding[]): string[] =>
  findings.map(({ fingerprint }) => fingerprint).sort();
export const planOf = async (one: Bench): Promise<Plan> =>
  JSON.parse((await one.run('plan -f /fix.yaml -o json')).stdout) as Plan;
export const textOf = ({ files }: Bench): string => files.get('/fix.yaml')?.text ?? '';

/** Numbers of the notice: `/fix.yaml would repair 9 of 115 findings`. */
export function told(stderr: string): { repaired: number; left: number } {
  const [, repaired, all] = /\S+ would repair (\d+) of (\d+) findings?/.exec(stderr) ?? [];
  return { repaired: Number(repaired), left: Number(all) - Number(repaired) };
}

/** Answers with the rules whose findings are gone. */
export async function repair(one: Bench): Promise<string[]> {
  const before = await findingsOf(one);
  const { stderr } = await one.run('audit --fix-plan /fix.yaml --force');
  const { repaired, left } = told(stderr);
  readPlan(textOf(one), 'fix.yaml');

  const plan = await planOf(one);
  expect(plan.changes.filter(({ verb }) => verb === 'delete')).toEqual([]);
  // What is repaired in one place may name what is not there in another, or wait there for a timeout.
  for (const { verb, because } of plan.changes)
    if (verb === 'note')
      expect(because).toMatch(
        /^(?:tags names a tag that is not there|a timeout is needed|\w+ contains something that no longer exists|\w+ and \w+ contain something that no longer exists)/,
      );
  expect(plan).toMatchObject({ cost: { now: 0, monthly: 0 }, obstacles: [] });
  expect((await one.run('apply -f /fix.yaml --yes')).code).toBe(0);

  const after = await findingsOf(one);
  const there = new Set(prints(after));
  const goneOnes = before.filter(({ fingerprint }) => !there.has(fingerprint));
  expect(prints(after).filter((print) => !prints(before).includes(print))).toEqual([]);
  expect({ repaired: goneOnes.length, left: after.length }).toEqual({ repaired, left });
  return goneOnes.map(({ rule }) => rule).sort();
}
