// From VS Code's settings to the object that dateline.toml and every other editor use.
import * as vscode from 'vscode';
import { nested } from './nested';

/** Settings that are for the extension, not for the server. */
const OWN = new Set(['path', 'trace.server']);

/** What somebody has set for this folder or file, as `{ documents: { include: [...] }, density: ... }`. */
export function settingsFor(
  extension: vscode.Extension<unknown>,
  scope?: vscode.Uri,
): Record<string, unknown> {
  const section = vscode.workspace.getConfiguration('dateline', scope ?? null);
  const chosen = serverKeys(extension).filter((key) => isSet(section.inspect(key)));
  return nested(chosen.map((key) => [key, section.get(key)]));
}

/** The keys come from package.json, so that a setting is named in one place only. */
function serverKeys(extension: vscode.Extension<unknown>): string[] {
  const [block] = extension.packageJSON.contributes.configuration as [{ properties: object }];
  return Object.keys(block.properties)
    .map((key) => key.slice('dateline.'.length))
    .filter((key) => !OWN.has(key));
}

function isSet(found: ReturnType<vscode.WorkspaceConfiguration['inspect']>): boolean {
  return [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].some(
    (value) => value !== undefined && value !== null,
  );
}
