// Starts the language server for text and Markdown, and offers its commands and the view of the folder.
import * as vscode from 'vscode';
import { register } from './commands';
import { debugInformation } from './debug';
import { COPY, Session } from './session';
import { Tree } from './tree';

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
  context.subscriptions.push(...register(current), new Tree(current));
  await current.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
