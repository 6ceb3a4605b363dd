/**
 * What version 0.3.0 has set up, as it left its plan file and its answers: its flows depend on weekdays, counted jumps
 * and timeouts. A further run builds them again; `plan` refuses them meanwhile.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hazardsOf } from '../../src/plan/obstacles/hazards.ts';
import type { ActionSpec, PlanDocument } from '../../src/resources/document.ts';
import { rewritePlan } from '../../src/plan/file/write.ts';
import { compose, type Composed } from '../../src/setup/compose.ts';
import { parseDraft } from '../../src/setup/draft.ts';
import { steps } from '../../src/setup/steps/index.ts';
import { settle } from '../../src/setup/wizard.ts';
import { factsOf } from '../support/facts.ts';
import { bench } from '../support/program.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../contract/setup-0.3.0', name), 'utf8');
const old = fixture('voipbin.yaml');

async function again(text: string): Promise<Composed & { text: string }> {
  const draft = parseDraft(fixture('setup.json'));
  if (draft?.made === undefined) throw new Error('the fixture is broken');
  const { shape, part } = draft.made;
  const facts = { ...(await factsOf('empty', undefined, text)), made: { shape, part } };
  const { answers } = settle(steps, { facts, answers: draft.answers });
  const composed = compose(steps, { facts, answers });
  return { ...composed, text: rewritePlan(text, composed.document) };
}

const actionsOf = ({ flows }: PlanDocument, name: string): readonly ActionSpec[] =>
  flows?.[name]?.actions ?? [];
const textsOf = (document: PlanDocument, name: string): unknown[] =>
  actionsOf(document, name).flatMap(({ option }) => option['text'] ?? []);

describe('a further run', () => {
  it('leaves nothing that cuts callers off, or waits for a timeout', async () => {
    const { document, notes } = await again(old);
    for (const name of ['Main menu', 'Sales', 'Support', 'Please hold']) {
      expect(hazardsOf(actionsOf(document, name))).toEqual([]);
    }
    expect(document.hours?.['Sales hours']?.open).toBe('mon-fri 09:00-17:00');
    expect(notes).toEqual([]);
  });

  it('keeps the texts that people have changed, and says what it does', async () => {
    const edited = old
      .replace('Welcome to Miller & Sons, Sales.', 'Sales & more at your service.')
      .replace('duration: 10s', 'duration: 15s');
    const { document, notes } = await again(edited);
    expect(textsOf(document, 'Sales')[0]).toBe('Sales &amp; more at your service.');
    expect(hazardsOf(actionsOf(document, 'Sales'))).toEqual([]);
    expect(hazardsOf(actionsOf(document, 'Please hold'))).toEqual([]);
    expect(notes).toEqual([
      'flow "Please hold": actions in the plan file would lose callers, and is replaced; texts that you have changed stay where they still fit',
      'flow "Sales": actions in the plan file would lose callers, and is replaced; texts that you have changed stay where they still fit',
    ]);
  });

  it('keeps a text that is markup as it is', async () => {
    const own = '<speak>Hello.<break time="1s"/></speak>';
    const { document } = await again(old.replace('Welcome to Miller & Sons, Sales.', own));
    expect(textsOf(document, 'Sales')[0]).toBe(own);
  });

  it('leaves alone what somebody has built on in their own way', async () => {
    const more = '      - type: queue_join\n        queue: Sales Queue\n';
    const { document, notes } = await again(old.replace(more, `      - type: beep\n${more}`));
    expect(actionsOf(document, 'Sales').some(({ type }) => type === 'beep')).toBe(true);
    expect(notes).toEqual([
      expect.stringMatching(/^flow "Sales": actions in the plan file was changed since setup made it/),
    ]);
  });
});

describe('until then', () => {
  it('`plan` refuses the file, and says how to go on', async () => {
    const { code, stdout } = await bench('empty').run('plan', { files: { '/voipbin.yaml': old } });
    expect(code).toBe(2);
    expect(stdout).toContain(
      'voipbin.yaml:35:19 flow "Sales", action 2 (condition_datetime) and 7 more: a weekday check cuts off every call',
    );
    expect(stdout).toContain('`voipbin setup --resume` rewrites the flows that setup has made');
  });

  it('`apply` says so once for several faults', async () => {
    const weekdays = '{ type: condition_datetime, condition: "==", hour: 9, minute: -1, weekdays: [mon] }';
    const two = `flows:
  A: { actions: [${weekdays}] }
  B: { actions: [{ label: top, type: answer }, { type: goto, target: top, loop_count: 2 }] }
`;
    const { stderr } = await bench('empty').run('apply --yes', { files: { '/voipbin.yaml': two } });
    expect(stderr).toContain('`hours: {Office: ');
    expect(stderr).toContain('write out the rounds one after the other');
    expect(stderr.split('`voipbin setup --resume`')).toHaveLength(2);
  });
});
