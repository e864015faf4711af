// Starts the language server for text and Markdown, offers three commands about it and one for its actions.
import * as vscode from 'vscode';
import { debugInformation } from './debug';
import { COPY, Session } from './session';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const current = new Session(context);
  session = current;
  context.subscriptions.push(
    current,
    vscode.commands.registerCommand('dateline.restart', () => current.restart()),
    vscode.commands.registerCommand('dateline.showLogs', () => current.log.show()),
    vscode.commands.registerCommand(COPY, (text: string) => vscode.env.clipboard.writeText(text)),
    vscode.commands.registerCommand('dateline.debugInformation', () => debugInformation(current)),
  );
  await current.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
