/** What every page of ours begins and ends with: nothing in it runs, and nothing is fetched from anywhere. */
import { Markup, markup } from './markup.ts';
import { STYLES } from './styles.ts';

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

interface Page {
  title: string;
  /** Above the main part. */
  header: Markup;
  main: Markup;
  /** What is said at the end, before that the page runs nothing. */
  footer: string;
  /** Rules of style besides those of all pages. */
  styles?: string;
}

/** Ends with a line break. */
export function htmlPage({ title, header, main, footer, styles = '' }: Page): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Markup(STYLES + styles)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${header}
<main class="wrap" id="main">
${main}
</main>
<footer class="wrap"><p>${footer} This page runs no script and fetches nothing.</p></footer>
</body>
</html>
`.text;
}

/** A part of the page with its heading. */
export const section = (id: string, title: string, body: Markup): Markup =>
  markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${body}
</section>`;
