import type { Step } from '../question.ts';
import { accountStep } from './account.ts';
import { callersStep } from './callers.ts';
import { departmentsStep } from './departments.ts';
import { hoursStep } from './hours.ts';
import { numbersStep } from './numbers.ts';
import { outboundStep } from './outbound.ts';
import { peopleStep } from './people.ts';
import { shapeStep } from './shape.ts';

/** Every topic, in the order in which it is asked about. */
export const steps: readonly Step[] = [
  shapeStep,
  accountStep,
  departmentsStep,
  peopleStep,
  hoursStep,
  callersStep,
  numbersStep,
  outboundStep,
];
