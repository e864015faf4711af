// The program's own pages beside the text: the timeline of the folder, and all that it knows of a name.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { framed } from './framed';
import type { Session } from './session';

/** A folder of ten thousand articles takes a while to read for the first time. */
const PATIENCE = 300_000;
/** A page of a folder that has many articles. */
const LARGEST = 256 * 1024 * 1024;

interface Jump {
  href: string;
  line: number;
  column: number;
}

/** The timeline of the folder. */
export function timeline(session: Session): Promise<void> {
  return show(session, 'Timeline', ['timeline', '--format', 'html']);
}

/** All that the folder knows of the name at the cursor, or of one that is asked for. */
export async function dossier(session: Session): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection).trim() ?? '';
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active);
  const word = range === undefined ? '' : (editor?.document.getText(range) ?? '');
  const name = await vscode.window.showInputBox({
    prompt: 'Whose dossier? A name, a word of it, or another spelling.',
    value: selected === '' ? word : selected,
  });
  if (name === undefined || name.trim() === '') return;
  await show(session, name.trim(), ['entities', '--show', name.trim(), '--html', '--limit', '0']);
}

async function show(session: Session, title: string, command: string[]): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = session.program?.file;
  if (folder === undefined || file === undefined) return;
  const told = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `dateline: ${title}` },
    () => output(file, command, folder.uri.fsPath),
  );
  if (typeof told !== 'string') {
    void vscode.window.showInformationMessage(told.problem);
    return;
  }
  const panel = vscode.window.createWebviewPanel('dateline.page', title, vscode.ViewColumn.Beside, {
    enableScripts: true,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  panel.webview.html = framed(told, randomBytes(16).toString('base64url'));
  panel.webview.onDidReceiveMessage((jump: Jump) => void open(jump));
}

function output(file: string, command: string[], cwd: string): Promise<string | { problem: string }> {
  return new Promise((resolve) => {
    execFile(file, command, { cwd, timeout: PATIENCE, maxBuffer: LARGEST }, (error, stdout, stderr) => {
      // What could not be read is named on standard error beside a page; without a page that is the answer.
      resolve(stdout === '' ? { problem: stderr.trim() || (error?.message ?? 'There is no page.') } : stdout);
    });
  });
}

async function open({ href, line, column }: Jump): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(href));
  // The page counts characters, VS Code units of UTF-16.
  const before = [...document.lineAt(line - 1).text].slice(0, column - 1).join('');
  const place = new vscode.Position(line - 1, before.length);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(place, place),
  });
}
