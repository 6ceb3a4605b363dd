/** How the page is printed: dense, so that a meeting gets few sheets; ids and what is folded up stay on the screen. */
export const PRINT_STYLES = `@media print {
  @page { margin: 10mm; }
  :root { --page: #ffffff; }
  html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { font-size: 9.5pt; }
  .wrap { max-width: none; padding: 0; }
  nav, .skip { display: none; }
  .top { padding-top: 0; }
  section { margin: 12px 0; } h2 { margin-bottom: 6px; font-size: 13pt; }
  .tiles { grid-template-columns: repeat(8, 1fr); gap: 2mm; }
  .tile { padding: 4px 6px 5px; border-radius: 6px; }
  .tile dt, .tile .small { font-size: 7pt; line-height: 1.25; }
  .tile .figure { font-size: 15pt; }
  .banner { padding: 6px 12px; } .banner strong { font-size: 12pt; }
  .facts { margin: 8px 0 0; gap: 4px 24px; } .banner:first-child { margin-top: 10px; }
  .card { padding: 8px 12px; }
  .parts { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 2mm; }
  .part dl { grid-template-columns: 1fr; gap: 0; font-size: 8pt; } .part dd { margin-bottom: 3px; }
  .part h3 { gap: 4px; } .part h3 .figure { font-size: 12pt; white-space: nowrap; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2mm; }
  #limits { font-size: 8pt; }
  .limits td, .limits th { padding-top: 2px; padding-bottom: 2px; }
  .ends { columns: 2; column-gap: 6mm; font-size: 8pt; } .ends li { padding: 2px 0; }
  #evidence table { font-size: 8pt; } #evidence th, #evidence td { padding-top: 1px; padding-bottom: 1px; }
  .scroll { overflow: visible; }
  .paths .drawing { min-width: 0 !important; }
  .paths svg { max-height: 80mm; }
  h2, h3, figcaption, .rule > header, caption, thead { break-after: avoid; }
  .banner, .tile, .part, figure.card, .groups .rule, .objects li, .gap li, .ends li, .rule > header, footer, .drawing, figcaption, tr { break-inside: avoid; }
  figure.paths { break-inside: auto; }
  .rule { overflow: visible; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
  thead { display: table-header-group; }
  details.printed::details-content { content-visibility: visible; display: block; block-size: auto; }
  details:not(.printed) { display: none; }
  footer.wrap { padding-bottom: 0; }
  .first { padding: 8px 12px; }
  .first li + li, .fix { margin-top: 2px; }
  /* On paper findings are read side by side, and ids are for the screen. */
  .groups { columns: 2; column-gap: 5mm; font-size: 7.8pt; line-height: 1.25; }
  .groups .rule { margin: 0 0 2mm; border-radius: 4px; border-left-width: 4px; }
  .groups .rule > header { padding: 3px 8px 2px; }
  .groups .rule .line { gap: 2px 6px; }
  .groups .rule h3 { font-size: 9pt; }
  .groups .badge { font-size: 7pt; padding: 0 5px; }
  .groups .small, .groups code { font-size: 7pt; }
  .groups .why { margin-top: 2px; }
  .groups .objects { display: none; }
  .groups .paper { display: block; padding: 0 8px 5px; }
  .groups .fix { padding: 0; }
  .minor > summary { padding: 4px 0; list-style: none; }
  .rule.medium .why, .rule.low .why, .minor .small { display: none; }
  a { color: inherit; text-decoration: none; }
}
`;
