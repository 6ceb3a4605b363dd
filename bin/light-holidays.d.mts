import type { Plugin } from 'esbuild';
export function lightDateHolidays(root: string): Plugin;
