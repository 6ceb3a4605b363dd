import { dataOf, type Render } from '../format.ts';

/** One document, indented. */
export const renderJson: Render = (document) => `${JSON.stringify(dataOf(document) ?? null, undefined, 2)}\n`;
