/** Finds the route of a request. */
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';

/** One with a name is a parameter, of any text. */
interface Segment {
  text: string;
  name: string | undefined;
}

const compiled = routes.map((route) => ({
  route,
  segments: route.path
    .split('/')
    .map((text): Segment => ({ text, name: text.startsWith('{') ? text.slice(1, -1) : undefined })),
}));

/** The first route that matches; fixed paths come before those with an id in the same position. */
export function matchRoute(
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  const segments = path.split('/');
  for (const { route, segments: wanted } of compiled) {
    if (route.method !== method || wanted.length !== segments.length) continue;
    if (!fits(wanted, segments)) continue;
    const params = wanted.flatMap(({ name }, index) =>
      name === undefined ? [] : [[name, safeDecode(segments[index] ?? '')] as const],
    );
    return { route, params: Object.fromEntries(params) };
  }
  return undefined;
}

function fits(wanted: readonly Segment[], segments: readonly string[]): boolean {
  return wanted.every(({ text, name }, index) =>
    name === undefined ? text === segments[index] : segments[index] !== '',
  );
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
