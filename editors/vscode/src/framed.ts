// A page of the program as VS Code may show it. Knows nothing of VS Code, so that it can be tested alone.

/** Tells the extension where a link leads, instead of following it. */
const FOLLOW = `
const editor = acquireVsCodeApi();
document.addEventListener('click', (event) => {
  const link = event.target.closest('a.place');
  if (link === null) return;
  event.preventDefault();
  editor.postMessage({ href: link.href, line: Number(link.dataset.line), column: Number(link.dataset.column) });
});`;

/** The colours of the editor in place of the page's own. */
const COLOURS = `
:root { --ground: var(--vscode-editor-background); --ink: var(--vscode-editor-foreground);
  --soft: var(--vscode-descriptionForeground); --accent: var(--vscode-textLink-foreground);
  --line: var(--vscode-widget-border, #8884); --shade: var(--vscode-editor-selectionHighlightBackground, #8882); }`;

/** The page with the editor's colours and one script, and with leave for nothing else. `nonce` is new each time. */
export function framed(page: string, nonce: string): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return page
    .replace('<meta charset="utf-8">', (meta) => `${meta}\n${head}`)
    .replace('</style>', () => `${COLOURS}</style>`)
    .replace('</html>', () => `<script nonce="${nonce}">${FOLLOW}</script>\n</html>`);
}
