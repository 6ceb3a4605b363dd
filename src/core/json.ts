/** What a file of JSON says; PowerShell and some editors begin it with a byte order mark. */
export const parseJson = (text: string): unknown => JSON.parse(text.replace(/^\uFEFF/, ''));
