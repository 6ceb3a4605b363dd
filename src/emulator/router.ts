/** Finds the route of a request. */
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';

const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }));

/** The first route that matches; fixed paths come before those with an id in the same position. */
export function matchRoute(
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  const segments = path.split('/');
  for (const { route, segments: wanted } of compiled) {
    if (route.method !== method || wanted.length !== segments.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, index) => {
      const given = segments[index] ?? '';
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      if (name === undefined) return part === given;
      params[name] = safeDecode(given);
      return given !== '';
    });
    if (fits) return { route, params };
  }
  return undefined;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
