/** What a rule says of its problems: each sentence by its id, made from plain data that programs read, too. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What one finding says, as plain JSON: in the API's names where it has them, units in the others (`days`). */
export type Data = Readonly<Record<string, Json>>;

/**
 * A text, or how one is made from data. Declared as a method, so that a function of narrower data is one, too: rules hand
 * each sentence the data that it asks for (`ProblemOf`), and data that is not JSON does not compile.
 */
export type Sentence = string | { of(data: Data): string }['of'];

/** By message id, snake_case. Ids are never renamed: programs go by them. */
export type Messages = Readonly<Record<string, Sentence>>;

/** What to do about some of the problems, where the rule's own `fix` can be said more exactly. */
export type Fixes<M extends Messages> = {
  readonly [Id in keyof M]?: string | ((data: DataOf<M[Id]>) => string);
};

/** The data that a sentence is made from. */
export type DataOf<S> = S extends (data: infer D extends Data) => string ? D : never;

/** A message id with the data that its sentence asks for, and with none where it is a text. */
export type Said<M extends Messages> = {
  [Id in keyof M & string]: { messageId: Id } & (M[Id] extends string
    ? { data?: never }
    : { data: DataOf<M[Id]> });
}[keyof M & string];

export const sentenceOf = (sentence: Sentence, data: Data): string =>
  typeof sentence === 'string' ? sentence : sentence(data);
