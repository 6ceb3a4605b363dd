/** How a trace can be written; `text` is for people. */
export const traceFormats = ['text', 'json', 'yaml', 'markdown', 'mermaid', 'dot', 'svg'] as const;
export type TraceFormat = (typeof traceFormats)[number];
