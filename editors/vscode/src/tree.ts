// The view of the folder: its people and events, and what is found and noted in the article that is open.
import * as vscode from 'vscode';
import { marksOf } from './beside';
import { findingsOf, sidecarOf } from './commands';
import type { FolderSymbol, Session } from './session';

export const OPEN_SYMBOL = 'dateline.openSymbol';

type Group = 'people' | 'events' | 'findings' | 'marks';

const GROUPS: Record<Group, { label: string; icon: string }> = {
  people: { label: 'People', icon: 'person' },
  events: { label: 'Events', icon: 'calendar' },
  findings: { label: 'Findings in This Article', icon: 'checklist' },
  marks: { label: 'Marks on This Article', icon: 'bookmark' },
};
/** Answers arrive in numbers while somebody types; the view follows when they rest. */
const PAUSE = 300;

type Node = { group: Group } | { item: vscode.TreeItem };

export class Tree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly disposables: vscode.Disposable[];
  /** Always the same, so that what stands below them can be renewed without them: one that opens just then opens. */
  private readonly groups: Node[] = (Object.keys(GROUPS) as Group[]).map((group) => ({ group }));
  /** The view has the groups. */
  private filled = false;
  private pause: NodeJS.Timeout | undefined;
  private article: vscode.Uri | undefined;

  constructor(private readonly session: Session) {
    this.follow(vscode.window.activeTextEditor);
    this.disposables = [
      this.changed,
      session.onDidRead(() => this.refresh()),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.languages.onDidChangeDiagnostics(() => this.refresh()),
      vscode.commands.registerCommand(OPEN_SYMBOL, (symbol: FolderSymbol) => session.showSymbol(symbol)),
      vscode.window.registerTreeDataProvider('dateline.folder', this),
    ];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if ('item' in node) return node.item;
    const { label, icon } = GROUPS[node.group];
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = node.group;
    item.iconPath = new vscode.ThemeIcon(icon);
    return item;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      // Without a server the view says how to get one.
      this.filled = this.session.running !== undefined;
      return this.filled ? this.groups : [];
    }
    if (!('group' in node)) return [];
    return (await this.items(node.group)).map((item) => ({ item }));
  }

  refresh(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      const same = this.filled && this.session.running !== undefined;
      this.changed.fire(same ? this.groups : undefined);
    }, PAUSE);
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.disposables.forEach((one) => one.dispose());
  }

  private items(group: Group): Promise<vscode.TreeItem[]> | vscode.TreeItem[] {
    switch (group) {
      case 'people':
        return this.symbols('@');
      case 'events':
        return this.symbols('#');
      case 'findings':
        return this.findings();
      case 'marks':
        return this.marks();
    }
  }

  private async symbols(query: string): Promise<vscode.TreeItem[]> {
    return (await this.session.symbols(query)).map((symbol) => {
      const item = new vscode.TreeItem(symbol.name);
      item.description = symbol.containerName ?? '';
      item.tooltip = [symbol.name, symbol.containerName].filter(Boolean).join('\n');
      item.command = { title: 'Open', command: OPEN_SYMBOL, arguments: [symbol] };
      return item;
    });
  }

  private findings(): vscode.TreeItem[] {
    const article = this.article;
    if (article === undefined) return [];
    return findingsOf(article).map((finding) => {
      const code = typeof finding.code === 'object' ? finding.code.value : finding.code;
      // The code first: a narrow view cuts off what comes last.
      const item = new vscode.TreeItem(`${code ?? ''} ${finding.message}`.trim());
      item.description = `line ${finding.range.start.line + 1}`;
      item.tooltip = finding.message;
      item.command = shows(article, finding.range);
      return item;
    });
  }

  private async marks(): Promise<vscode.TreeItem[]> {
    const sidecar = this.article && (await sidecarOf(this.article));
    if (!sidecar) return [];
    return marksOf(sidecar.getText()).map((mark) => {
      const item = new vscode.TreeItem(mark.label);
      item.description = mark.about;
      item.command = shows(sidecar.uri, new vscode.Range(mark.line, 0, mark.line, 0));
      return item;
    });
  }

  /** A sidecar, a list or a page is looked at beside an article, which stays the one that is spoken of. */
  private follow(editor: vscode.TextEditor | undefined): void {
    const document = editor?.document;
    if (document === undefined || !['plaintext', 'markdown'].includes(document.languageId)) return;
    // To VS Code alone TOML is plain text.
    if (document.fileName.endsWith('.toml')) return;
    this.article = document.uri;
    this.refresh();
  }
}

function shows(uri: vscode.Uri, range: vscode.Range): vscode.Command {
  return { title: 'Open', command: 'vscode.open', arguments: [uri, { selection: range }] };
}
