// “Show Debug Information”: all that a bug report should hold, on one page, nothing of any article.
import * as vscode from 'vscode';
import type { Session } from './session';
import { settingsFor } from './settings';

export async function debugInformation(session: Session): Promise<void> {
  const { program, version, running } = session;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const extension = session.context.extension;
  const facts = [
    ['Extension', extension.packageJSON.version],
    ['VS Code', `${vscode.version} (${vscode.env.appName})`],
    ['System', `${process.platform} ${process.arch}`],
    ['Program', program?.file ?? 'none'],
    ['Found', program?.origin ?? program?.problem ?? 'not looked for'],
    ['Version', version ?? 'unknown'],
    ['Server', running ? `running, ${running.serverInfo?.name ?? 'nameless'} ${running.serverInfo?.version ?? ''}`.trim() : 'not running'],
    ['Positions', running?.capabilities.positionEncoding ?? 'utf-16'],
    ['Trusted', String(vscode.workspace.isTrusted)],
    ['Folders', String(folders.length)],
  ] as const;
  const page = [
    '# dateline: debug information',
    '',
    ...facts.map(([name, value]) => `- ${name}: ${value}`),
    '',
    '## Settings sent to the server',
    '',
    json(settingsFor(extension)),
    ...folders.flatMap((folder) => ['', `In ${folder.name}:`, '', json(settingsFor(extension, folder.uri))]),
    '',
    '## What the server can do',
    '',
    json(running?.capabilities ?? null),
    '',
  ];
  const document = await vscode.workspace.openTextDocument({
    // Not markdown: the page is no briefing, and the server should not read it as one.
    language: 'yaml',
    content: page.join('\n'),
  });
  await vscode.window.showTextDocument(document);
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
