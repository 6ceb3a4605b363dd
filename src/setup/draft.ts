/** Answers that were kept: of a setup that was broken off, or of the last one that was carried out. */
import * as z from 'zod/mini';
import type { Answers } from './answers.ts';
import type { Part } from './part.ts';

export interface Draft {
  format: 'voipbin.setup/1';
  /** RFC 3339. */
  saved_at: string;
  /** Whether they were carried out. */
  finished: boolean;
  answers: Answers;
  /** What was made of the plan file. */
  made?: Made | undefined;
}

export interface Made {
  /** Absolute. */
  file: string;
  shape: string;
  part: Part;
  /** Whether it is not all in the account yet; earlier versions say so by `finished` alone. */
  open?: boolean | undefined;
}

const schema = z.object({
  format: z.literal('voipbin.setup/1'),
  saved_at: z.string(),
  finished: z.boolean(),
  answers: z.record(z.string(), z.string()),
  made: z.optional(
    z.object({
      file: z.string(),
      shape: z.string(),
      part: z.record(z.string(), z.record(z.string(), z.unknown())),
      open: z.optional(z.boolean()),
    }),
  ),
});

export function formatDraft(draft: Draft): string {
  return `${JSON.stringify(draft, null, 2)}\n`;
}

/** Undefined for a text that is none. */
export function parseDraft(text: string): Draft | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
