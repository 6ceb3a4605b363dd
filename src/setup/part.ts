/** The parts of the wizard. */
import type { PlanDocument } from '../resources/document.ts';

/** The document without its version. */
export type Part = Omit<PlanDocument, 'version'>;
