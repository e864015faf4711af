// One run of the server: found, started, told about settings, stopped.
import * as vscode from 'vscode';
import {
  DidChangeConfigurationNotification,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  WorkspaceSymbolRequest,
  WorkspaceSymbolResolveRequest,
  type LanguageClientOptions,
  type StaticFeature,
  type SymbolInformation,
  type WorkspaceSymbol,
} from 'vscode-languageclient/node';
import { findProgram, probe, type Program } from './program';
import { settingsFor } from './settings';
import { Status } from './status';

/** Files on disk, and text that has no file yet. */
const TEXTS = ['file', 'untitled'].flatMap((scheme) =>
  ['plaintext', 'markdown'].map((language) => ({ scheme, language })),
);
/** What readers say of articles and names: while such a file is open its buffer counts, so that undo takes effect at once. */
const NOTES = ['**/.dateline/marks/**/*.toml', '**/*.dateline.toml', '**/entities.toml', '**/events.toml'].map(
  (pattern) => ({ scheme: 'file', pattern }),
);

export const SELECTOR = [...TEXTS, ...NOTES];

/** Somebody or something that the folder's search has found. */
export type FolderSymbol = SymbolInformation | WorkspaceSymbol;

/** Puts a citation where the next paste takes it from; the server is told that the client can do so. */
export const COPY = 'dateline.copy';
const COPYING: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: [COPY] } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

export class Session implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('dateline', { log: true });
  program: Program | undefined;
  version: string | undefined;

  private readonly status = new Status(SELECTOR);
  private readonly read = new vscode.EventEmitter<void>();
  /** The server has started or stopped, or has read what it was reading. */
  readonly onDidRead = this.read.event;
  private readonly disposables: vscode.Disposable[] = [this.log, this.status, this.read];
  private client: LanguageClient | undefined;
  /** Starts and stops queue up here, so that a restart during a start is in order. */
  private turn: Promise<void> = Promise.resolve();

  constructor(readonly context: vscode.ExtensionContext) {
    this.disposables.push(
      vscode.workspace.onDidChangeConfiguration((change) => this.settingsChanged(change)),
    );
  }

  start(): Promise<void> {
    return this.queue(() => this.open());
  }

  stop(): Promise<void> {
    return this.queue(() => this.close());
  }

  restart(): Promise<void> {
    return this.queue(async () => {
      await this.close();
      await this.open();
    });
  }

  /** What the server said about itself when it started, or nothing if it does not run. */
  get running(): LanguageClient['initializeResult'] {
    return this.client?.isRunning() ? this.client.initializeResult : undefined;
  }

  /** What the folder's search finds: `@` asks for people, `#` for events. */
  async symbols(query: string): Promise<FolderSymbol[]> {
    if (!this.client?.isRunning()) return [];
    return (await this.client.sendRequest(WorkspaceSymbolRequest.type, { query })) ?? [];
  }

  /** Opens the place that introduces it. The server may leave out where in the file that is until it is asked. */
  async showSymbol(symbol: FolderSymbol): Promise<void> {
    if (!this.client?.isRunning()) return;
    const whole =
      'range' in symbol.location ? symbol : await this.client.sendRequest(WorkspaceSymbolResolveRequest.type, symbol);
    const place = this.client.protocol2CodeConverter.asLocation(whole.location as SymbolInformation['location']);
    await vscode.window.showTextDocument(place.uri, { selection: place.range });
  }

  dispose(): void {
    this.disposables.forEach((one) => one.dispose());
  }

  private queue(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work).catch((error: unknown) => {
      this.log.error(error instanceof Error ? error : String(error));
    });
    return this.turn;
  }

  private async open(): Promise<void> {
    this.status.starting();
    this.program = findProgram({
      configured: vscode.workspace.getConfiguration('dateline').get<string | null>('path') ?? '',
      extensionDir: this.context.extensionPath,
      path: process.env['PATH'] ?? '',
      platform: process.platform,
    });
    if (this.program.file === undefined) {
      this.fail(this.program.problem);
      return;
    }
    const file = this.program.file;
    try {
      this.version = await probe(file);
    } catch (error) {
      this.fail(`${file} (${this.program.origin}) does not start: ${message(error)}`);
      return;
    }
    this.log.info(`${this.version}: ${file} (${this.program.origin})`);

    this.client = new LanguageClient(
      'dateline',
      'dateline',
      { command: file, args: ['server'] },
      this.clientOptions(),
    );
    this.client.registerFeature(COPYING);
    this.client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) this.status.starting();
      if (newState === State.Running) this.status.ready(this.version, file);
      if (newState === State.Stopped) this.status.stopped();
      this.read.fire();
    });
    try {
      await this.client.start();
    } catch (error) {
      this.fail(`The server did not start: ${message(error)}`);
    }
  }

  private async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) return;
    try {
      await client.dispose();
    } catch (error) {
      // A server that is already gone cannot say goodbye; that is not worth a message.
      this.log.warn(`The server did not stop in order: ${message(error)}`);
    }
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: SELECTOR,
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: () => settingsFor(this.context.extension),
      stdioOptions: {
        stdout: () => undefined, // the protocol itself
        stderr: (input) => input.on('data', (bytes: Buffer) => this.log.info(String(bytes).trimEnd())),
      },
      middleware: {
        // The server's own commands, run by name, are about the place where the cursor is.
        executeCommand: (command, given: unknown[], next) => next(command, given.length > 0 ? given : this.here()) as unknown,
        handleWorkDoneProgress: (token, params, next) => {
          this.status.progress(params);
          if (params.kind === 'end') this.read.fire();
          next(token, params);
        },
        workspace: {
          // The server is given what somebody has set, never a default: a default sent by
          // the editor would win over the folder's own dateline.toml.
          configuration: (params, cancel, next) =>
            params.items.every((item) => item.section === 'dateline')
              ? params.items.map((item) =>
                  settingsFor(
                    this.context.extension,
                    item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri),
                  ),
                )
              : next(params, cancel),
          // Changes are sent by settingsChanged, for the same reason.
          didChangeConfiguration: () => Promise.resolve(),
        },
      },
    };
  }

  /** What a command of the server takes that is about a place. */
  private here(): unknown[] {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || this.client === undefined) return [];
    return [this.client.code2ProtocolConverter.asTextDocumentPositionParams(editor.document, editor.selection.active)];
  }

  private settingsChanged(change: vscode.ConfigurationChangeEvent): void {
    if (change.affectsConfiguration('dateline.path')) {
      void this.restart();
    } else if (change.affectsConfiguration('dateline') && this.client?.isRunning()) {
      void this.client.sendNotification(DidChangeConfigurationNotification.type, {
        settings: { dateline: settingsFor(this.context.extension) },
      });
    }
  }

  /** Says what is wrong, once, with the way out. Nothing waits for the answer. */
  private fail(problem: string): void {
    this.status.failed(problem);
    this.log.error(problem);
    const remedies = ['How to Install', 'Set the Path', 'Show Log'] as const;
    void vscode.window.showErrorMessage(`dateline: ${problem}`, ...remedies).then((choice) => {
      if (choice === 'How to Install') {
        const readme = vscode.Uri.joinPath(this.context.extensionUri, 'README.md');
        void vscode.commands.executeCommand('markdown.showPreview', readme);
      } else if (choice === 'Set the Path') {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'dateline.path');
      } else if (choice === 'Show Log') {
        this.log.show();
      }
    });
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
