/** Days of traffic that earlier audits of an account have counted, in the state folder: one file per account. */
import { PRIVATE } from '../../../core/modes.ts';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { AppError, CancelledError } from '../../../core/errors.ts';
import type { TrafficMemory } from '../../../snapshot/collect.ts';
import type { KeptDays } from '../../../snapshot/kept.ts';
import { trafficSections, type KeptTraffic, type TrafficSection } from '../../../snapshot/sources.ts';
import type { Context } from '../../context.ts';
import { writePieces } from '../../sinks.ts';
import { accountFolder } from './history.ts';

const FORMAT = 'voipbin.traffic/1';
/** Characters that are written at a time, about. */
const PIECE = 64 * 1024;
const day = z.looseObject({
  day: z.int(),
  readAt: z.number(),
  value: z.looseObject({ rows: z.int() }),
});
const file = z.looseObject({
  format: z.literal(FORMAT),
  /** What is counted, and how, may be otherwise in another version. */
  version: z.string(),
  api_url: z.string(),
  sections: z.partialRecord(z.enum(trafficSections), z.array(day)),
});

export interface Traffic extends TrafficMemory {
  /** To be called when everything was read: writes down what was counted. Where it fails, that is only a warning. */
  save: () => Promise<void>;
}

/** @param isFresh Nothing of earlier audits is used; what this one counts is kept. */
export function rememberedTraffic(context: Context, apiUrl: string, isFresh: boolean): Traffic {
  const kept: { [K in TrafficSection]?: KeptDays<unknown> } = {};
  let path: string | undefined;
  return {
    async recall(accountId) {
      const folder = accountFolder(context, accountId);
      if (folder === undefined) return {};
      path = join(folder, 'traffic.json');
      if (isFresh) return {};
      const known = await read(context, path, apiUrl);
      Object.assign(kept, known);
      return known;
    },
    keep(section, { days }) {
      kept[section] = days;
    },
    async save() {
      if (path === undefined) return;
      const head = { format: FORMAT, version: context.version, api_url: apiUrl };
      try {
        await writePieces(context, path, textOf(head, kept), PRIVATE);
      } catch (error) {
        if (!(error instanceof AppError) || error instanceof CancelledError) throw error;
        await context.warn(`the next audit reads everything again: ${error.message}`);
      }
    },
  };
}

/** In pieces: of a large account it is many megabytes. */
function* textOf(
  head: Readonly<Record<string, string>>,
  sections: Readonly<Record<string, KeptDays<unknown>>>,
): Generator<string, void, undefined> {
  let text = `${JSON.stringify(head).slice(0, -1)},"sections":{`;
  for (const [place, [name, days]] of Object.entries(sections).entries()) {
    text += `${place === 0 ? '' : ','}${JSON.stringify(name)}:[`;
    for (const [index, one] of days.entries()) {
      text += `${index === 0 ? '' : ','}${JSON.stringify(one)}`;
      if (text.length < PIECE) continue;
      yield text;
      text = '';
    }
    text += ']';
  }
  yield `${text}}}\n`;
}

async function read({ host, version, warn }: Context, path: string, apiUrl: string): Promise<KeptTraffic> {
  try {
    const text = await host.files.read(path);
    if (text === undefined) return {};
    const parsed = file.safeParse(JSON.parse(text));
    if (!parsed.success) throw new SyntaxError('it is not what an audit has written');
    const { data } = parsed;
    // The sections are as the same version has written them.
    return data.version === version && data.api_url === apiUrl
      ? (data.sections as unknown as KeptTraffic)
      : {};
  } catch (error) {
    if (error instanceof CancelledError || !(error instanceof AppError || error instanceof SyntaxError))
      throw error;
    await warn(`${path} cannot be used, and everything is read: ${error.message}`);
    return {};
  }
}
