/** What a word of a plan file or of the API means here. Whatever is not in the table is nothing, `constructor` among it. */
import { actionTypes, type ActionType, type OptionSpec } from './types.ts';

export function actionType(type: unknown): ActionType | undefined {
  return typeof type === 'string' && Object.hasOwn(actionTypes, type) ? actionTypes[type] : undefined;
}

/** An option as the file calls it. */
export function optionOf(type: unknown, key: string): OptionSpec | undefined {
  const options = actionType(type)?.options ?? {};
  return Object.hasOwn(options, key) ? options[key] : undefined;
}

export interface WireOption {
  /** In the file. */
  key: string;
  spec: OptionSpec;
}

/** The options by what the API calls them. */
export function wireOptions(type: unknown): ReadonlyMap<string, WireOption> {
  const options = Object.entries(actionType(type)?.options ?? {});
  return new Map(options.map(([key, spec]) => [spec.wire ?? key, { key, spec }]));
}
