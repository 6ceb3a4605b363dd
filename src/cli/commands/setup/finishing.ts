/** What the end of the wizard is given. */
import type { Step } from '../../../setup/question.ts';
import type { Part } from '../../../setup/part.ts';
import type { Scene } from '../../../setup/scene.ts';
import type { Context } from '../../context.ts';
import type { Start } from './start.ts';

export interface Finish {
  context: Context;
  start: Start;
  steps: readonly Step[];
  at: Scene;
  options: { file?: string; passwords?: string; maxSpend?: string };
  /** Whether the answers are those of an earlier run, and what was taken out of the file since stays out. */
  goesOn: boolean;
  /** Called when the plan was said yes to, with what setup has made of the file. */
  onAccepted: (made: Part) => Promise<void>;
  /** Called when it was carried out. */
  onDone: () => Promise<void>;
}
