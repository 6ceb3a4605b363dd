/** The types of the options of a command, by its flags: the work of a command needs no declaration of its own. */
import type { FlagSpec } from './flags.ts';

/** `max-spend <usd>` of `-m, --max-spend <usd>`. */
type AfterDashes<Flags> = Flags extends `${string}--${infer Rest}` ? Rest : never;

type Word<Text> = Text extends `${infer First} ${string}` ? First : Text;

/** `maxSpend` of `max-spend`. */
type Camel<Words> = Words extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Words;

type WithoutNo<Words> = Words extends `no-${infer Rest}` ? Rest : Words;

/** Any word for a flag that is only known when the program runs. */
type NameOf<Spec extends FlagSpec> = string extends Spec['flags']
  ? string
  : Camel<WithoutNo<Word<AfterDashes<Spec['flags']>>>> & string;

type OneValue<Spec extends FlagSpec> = Spec extends { choices: readonly (infer Choice)[] }
  ? Choice
  : Spec extends { number: true }
    ? number
    : string;

type ValueOf<Spec extends FlagSpec> = string extends Spec['flags']
  ? unknown
  : Spec extends { repeatable: true } | { flags: `${string}...>` }
    ? OneValue<Spec>[]
    : Spec['flags'] extends `${string}<${string}`
      ? OneValue<Spec>
      : Spec['flags'] extends `${string}[${string}`
        ? OneValue<Spec> | true
        : boolean;

/** Flags as they are written down, whose options are known. */
export const flags = <const Specs extends readonly FlagSpec[]>(specs: Specs): Specs => specs;

/** The options that these flags fill: `{ maxSpend?: string }`. */
export type OptionsOf<Specs extends readonly FlagSpec[]> = {
  [Spec in Specs[number] as NameOf<Spec>]?: ValueOf<Spec>;
};
