export function apartFromWasm(text: string, bytes: string): { text: string; wasm: Uint8Array };
export function withOneLayout(wasm: Uint8Array): Uint8Array;
