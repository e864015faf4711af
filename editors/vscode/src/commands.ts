// Commands about articles: what an action offers by a name of its own, and what lies beside the articles.
import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import { briefingName, briefingText, sidecarsOf } from './beside';
import { dossier, timeline } from './pages';
import type { Session } from './session';

/** Pages that the program writes, to be read: not of a language that the server reads. */
const PAGES = 'dateline';

export function register(session: Session): vscode.Disposable[] {
  const pages = new Pages(session);
  const command = (name: string, run: (...given: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`dateline.${name}`, run);
  return [
    vscode.workspace.registerTextDocumentContentProvider(PAGES, pages),
    command('setDate', () => act('Set article date')),
    command('addNote', () => act('Add note on')),
    command('ignore', () => act('Ignore ')),
    command('cite', () => act('Cite ')),
    // The server has commands of these names, for editors that can do no more; here the finding is told as well.
    command('toNextFinding', () => toFinding(1)),
    command('toPreviousFinding', () => toFinding(-1)),
    command('newBriefing', newBriefing),
    command('openSidecar', openSidecar),
    command('openRegistry', openRegistry),
    command('overview', () => pages.show()),
    command('timeline', () => timeline(session)),
    command('dossier', () => dossier(session)),
  ];
}

/** The findings of a document, in the order of their places. */
export function findingsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  const ours = vscode.languages.getDiagnostics(uri).filter((one) => one.source === 'dateline');
  return ours.sort((one, other) => one.range.start.compareTo(other.range.start));
}

/** The sidecar of an article, if there is one, on disk or in a buffer. */
export async function sidecarOf(article: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(article);
  if (folder === undefined) return undefined;
  const name = vscode.workspace.asRelativePath(article, false);
  for (const path of sidecarsOf(name)) {
    try {
      return await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
    } catch {
      // It is not there; the other may be.
    }
  }
  return undefined;
}

/** Carries out the action at the cursor whose title begins so; of several one is chosen. */
async function act(beginning: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const offered = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    editor.selection,
  );
  const fitting = offered.filter((action) => action.title.startsWith(beginning));
  const [only] = fitting;
  if (only === undefined) {
    void vscode.window.showInformationMessage(`dateline: there is nothing to do here for “${beginning.trim()}”.`);
    return;
  }
  const title =
    fitting.length === 1 ? only.title : await vscode.window.showQuickPick(fitting.map((action) => action.title));
  const chosen = fitting.find((action) => action.title === title);
  if (chosen?.edit) await vscode.workspace.applyEdit(chosen.edit, { isRefactoring: true });
  if (chosen?.command) {
    await vscode.commands.executeCommand(chosen.command.command, ...(chosen.command.arguments ?? []));
  }
}

/** The next finding of this document, or the one before, and round at its ends. */
function toFinding(step: 1 | -1): void {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const starts = findingsOf(editor.document.uri).map((finding) => finding.range.start);
  const here = editor.selection.active;
  const next =
    step === 1
      ? (starts.find((start) => start.isAfter(here)) ?? starts[0])
      : ([...starts].reverse().find((start) => start.isBefore(here)) ?? starts.at(-1));
  if (next === undefined) return;
  editor.selection = new vscode.Selection(next, next);
  editor.revealRange(new vscode.Range(next, next), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  void vscode.commands.executeCommand('editor.action.showHover');
}

/** Begins a briefing, in an editor: nothing is written before it is saved. */
async function newBriefing(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  const title = await vscode.window.showInputBox({ prompt: 'What is the briefing about?' });
  if (title === undefined || title.trim() === '') return;
  const today = new Date().toLocaleDateString('sv'); // the Swedish form is year-month-day, in local time
  const file = vscode.Uri.joinPath(folder.uri, briefingName(title, today));
  const document = await vscode.workspace.openTextDocument(file.with({ scheme: 'untitled' }));
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), briefingText(title.trim(), today)));
}

async function openSidecar(): Promise<void> {
  const article = vscode.window.activeTextEditor?.document.uri;
  const sidecar = article && (await sidecarOf(article));
  if (sidecar) await vscode.window.showTextDocument(sidecar, { viewColumn: vscode.ViewColumn.Beside });
  else void vscode.window.showInformationMessage('dateline: this article has no marks yet. Set its date or add a note.');
}

async function openRegistry(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  const file = vscode.Uri.joinPath(folder.uri, 'entities.toml');
  const there = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  await vscode.window.showTextDocument(there ? file : file.with({ scheme: 'untitled' }));
}

/** What `dateline overview` says. */
class Pages implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly session: Session) {}

  async show(): Promise<void> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder === undefined) return;
    const uri = vscode.Uri.from({ scheme: PAGES, path: '/overview', query: folder.uri.fsPath });
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const file = this.session.program?.file;
    if (file === undefined) return Promise.resolve('The dateline program was not found.');
    return new Promise((resolve) => {
      execFile(file, ['overview', uri.query], { timeout: 60_000, cwd: uri.query }, (error, stdout, stderr) => {
        resolve(error ? stderr || error.message : stdout);
      });
    });
  }
}
