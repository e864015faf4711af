// The entry behind the braces in the status bar: is the server there, and is it busy?
import * as vscode from 'vscode';
import type {
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageclient/node';

type Progress = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

const SHOW_LOG = { title: 'Show Log', command: 'dateline.showLogs' };
const RESTART = { title: 'Restart', command: 'dateline.restart' };

export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private about = '';
  private title = '';

  constructor(selector: vscode.DocumentSelector) {
    this.item = vscode.languages.createLanguageStatusItem('dateline.status', selector);
    this.item.name = 'dateline';
    this.starting();
  }

  starting(): void {
    this.set('dateline', 'starting', vscode.LanguageStatusSeverity.Information, SHOW_LOG);
    this.item.busy = true;
  }

  ready(version: string | undefined, file: string): void {
    this.about = `${version ?? 'version unknown'} · ${file}`;
    this.set('dateline', this.about, vscode.LanguageStatusSeverity.Information, SHOW_LOG);
  }

  stopped(): void {
    this.set('dateline', 'the server has stopped', vscode.LanguageStatusSeverity.Warning, RESTART);
  }

  failed(problem: string): void {
    this.set('dateline', problem, vscode.LanguageStatusSeverity.Error, RESTART);
  }

  /** What the server says of long work, such as “412 of 2,225 articles read”. */
  progress(step: Progress): void {
    if (step.kind === 'end') {
      this.item.busy = false;
      this.item.detail = this.about;
      return;
    }
    if (step.kind === 'begin') this.title = step.title;
    this.item.busy = true;
    this.item.detail = [this.title, step.message].filter(Boolean).join(': ');
  }

  dispose(): void {
    this.item.dispose();
  }

  private set(
    text: string,
    detail: string,
    severity: vscode.LanguageStatusSeverity,
    command: vscode.Command,
  ): void {
    Object.assign(this.item, { text, detail, severity, command, busy: false });
  }
}
