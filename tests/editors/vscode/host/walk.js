// The first five minutes in VS Code, inside its extension host: a finding, a person, another article, every mention, a
// date, its undoing, a finding set aside with a reason. Run by run-vscode.sh, which reads what it writes.
// Environment of the server: DATELINE_RESULT, DATELINE_ARTICLE (an undated article), DATELINE_NAME (a person named there)
const vscode = require('vscode');
const fs = require('node:fs');
const path = require('node:path');

const { DATELINE_RESULT, DATELINE_ARTICLE, DATELINE_NAME } = process.env;
let failed = 0;
let passed = 0;

const say = (line) => fs.appendFileSync(DATELINE_RESULT, `${line}\n`);
const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function check(name, run) {
  const begun = Date.now();
  try {
    await run();
    passed += 1;
    say(`ok    ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    failed += 1;
    say(`FAIL  ${name}\n      ${error?.stack ?? error}`);
  }
}

function expect(truth, message) {
  if (!truth) throw new Error(message);
}

async function eventually(what, run) {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = await run();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited 30 s for ${what}`);
    await rest(50);
  }
}

exports.run = async function run() {
  const folder = vscode.workspace.workspaceFolders[0].uri;
  const article = vscode.Uri.joinPath(folder, DATELINE_ARTICLE);
  const sidecar = vscode.Uri.joinPath(folder, '.dateline/marks', `${DATELINE_ARTICLE}.toml`);
  const articles = () =>
    fs.readdirSync(folder.fsPath).filter((name) => /\.(txt|md)$/.test(name)).map((name) => [name, fs.readFileSync(path.join(folder.fsPath, name), 'latin1')]);
  const original = JSON.stringify(articles());
  const ask = (question, ...given) => vscode.commands.executeCommand(question, ...given);
  const findings = (code) =>
    vscode.languages.getDiagnostics(article).filter((one) => (one.code?.value ?? one.code) === (code ?? one.code?.value ?? one.code));
  let document;
  let name;

  const go = async (position = name) => {
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.selection = new vscode.Selection(position, position);
    return editor;
  };

  await check('[install] the extension starts with the first article', async () => {
    document = await vscode.workspace.openTextDocument(article);
    await vscode.window.showTextDocument(document, { preview: false });
    name = document.positionAt(document.getText().indexOf(DATELINE_NAME) + 1);
    const extension = vscode.extensions.getExtension('dateline.dateline');
    expect(extension, 'it is not installed');
    await eventually('the extension', () => extension.isActive);
  });
  await check('[findings] what is worth a look is underlined', () => eventually('findings', () => findings().length > 0));
  if (failed > 0) throw new Error('without findings there is nothing to walk on');
  await check('[hover] a person is told of', async () => {
    await eventually('the card', async () => {
      const cards = await ask('vscode.executeHoverProvider', article, name);
      const text = cards.flatMap((card) => card.contents.map((part) => part.value ?? part)).join('\n');
      return text.includes('article') && !/of [\d,]+ articles read/.test(text);
    });
  });
  await check('[definition] the jump leads to another article, and back', async () => {
    await go();
    await ask('editor.action.revealDefinition');
    await eventually('the jump', () => vscode.window.activeTextEditor?.document.uri.toString() !== article.toString());
    await ask('workbench.action.navigateBack');
    await eventually('the way back', () => vscode.window.activeTextEditor?.document.uri.toString() === article.toString());
  });
  await check('[references] every mention stands in a list', async () => {
    const places = await ask('vscode.executeReferenceProvider', article, name);
    expect(new Set(places.map((place) => place.uri.toString())).size > 1, 'all are in one article');
  });
  await check('[symbols] people and events of the folder are found', async () => {
    for (const sigil of ['@', '#', '!']) {
      const found = await ask('vscode.executeWorkspaceSymbolProvider', sigil);
      expect(found.length > 1, `${sigil} finds ${found.length}`);
    }
  });
  await check('[outline] the outline holds the article', async () => {
    const symbols = await ask('vscode.executeDocumentSymbolProvider', article);
    expect(symbols?.length > 0, 'it is empty');
  });
  await check('[colours] sources, cues and contents are coloured', () =>
    eventually('colours', async () => (await ask('vscode.provideDocumentSemanticTokens', article))?.data.length > 0));
  await check('[hints] days and speakers are shown in the text', async () => {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await ask('vscode.executeInlayHintProvider', article, whole);
    expect(Array.isArray(hints), 'there is no provider');
  });
  await check('[date] a date is set by one command, and what hung on it has its day', async () => {
    await go(findings('D101')[0].range.start);
    await ask('dateline.setDate');
    await eventually('D101 to go', () => findings('D101').length === 0 && findings('D105').length === 0);
  });
  await check('[autosave] the mark is on disk', () =>
    eventually('the sidecar', () => fs.existsSync(sidecar.fsPath) && fs.readFileSync(sidecar.fsPath, 'utf8').includes('date-basis')));
  await check('[undo] undo in the sidecar takes the date back', async () => {
    await vscode.window.showTextDocument(sidecar, { preview: false });
    await ask('undo');
    await eventually('D101 to come back', () => findings('D101').length === 1);
    await vscode.workspace.saveAll();
  });
  await check('[ignore] a finding is set aside, with a reason that is written down', async () => {
    const before = findings('A202').length;
    const { range } = findings('A202')[0];
    await go(range.start);
    const actions = await ask('vscode.executeCodeActionProvider', article, range);
    const ignore = actions.find((action) => action.title.startsWith('Ignore A202 here'));
    expect(ignore, `offered are ${actions.map((action) => action.title).join(', ')}`);
    await vscode.workspace.applyEdit(ignore.edit);
    await ask(ignore.command.command, ...ignore.command.arguments);
    await eventually('the finding to go', () => findings('A202').length < before);
    const editor = await eventually('the sidecar', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.toString() === sidecar.toString() && active;
    });
    // The cursor waits where the reason goes.
    await editor.edit((edit) => edit.insert(editor.selection.active, 'known to the desk'));
    await editor.document.save();
    expect(fs.readFileSync(sidecar.fsPath, 'utf8').includes('why = "known to the desk"'), 'the reason is not in its place');
    await rest(500);
    expect(findings('A202').length < before, 'the finding is back');
  });
  await check('[next-finding] the next finding and the one before', async () => {
    const editor = await go(new vscode.Position(0, 0));
    await ask('dateline.toNextFinding');
    const first = editor.selection.active;
    expect(findings().some((one) => one.range.start.isEqual(first)), 'the cursor is on no finding');
    await ask('dateline.toNextFinding');
    await ask('dateline.toPreviousFinding');
    expect(editor.selection.active.isEqual(first), 'the way back leads elsewhere');
  });
  await check('[sidecar] the marks of the article open', async () => {
    await go();
    await ask('dateline.openSidecar');
    expect(vscode.window.activeTextEditor.document.uri.toString() === sidecar.toString(), 'something else is open');
  });
  await check('[registry] entities.toml opens, and its mistakes are told', async () => {
    await go();
    fs.writeFileSync(path.join(folder.fsPath, 'entities.toml'), 'this is no entry\n');
    await ask('dateline.openRegistry');
    const { document: registry } = vscode.window.activeTextEditor;
    expect(registry.uri.path.endsWith('/entities.toml'), `${registry.uri} is open`);
    await eventually('M905', () => vscode.languages.getDiagnostics(registry.uri).length > 0);
    fs.rmSync(path.join(folder.fsPath, 'entities.toml'));
  });
  await check('[overview] the folder on one screen', async () => {
    await go();
    await ask('dateline.overview');
    const { document: page } = vscode.window.activeTextEditor;
    expect(page.uri.scheme === 'dateline' && page.lineCount > 5, `it says: ${page.getText()}`);
  });
  await check('[marks] from mark to mark, by the name of the command alone', async () => {
    await go();
    const editor = vscode.window.activeTextEditor;
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await ask('dateline.nextMark');
    await eventually('the mark', () => vscode.window.activeTextEditor.selection.active.isAfter(new vscode.Position(0, 0)));
  });
  await check('[pages] the timeline is a page beside the text', async () => {
    await go();
    await ask('dateline.timeline');
    const page = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).find((tab) => tab.label === 'Timeline');
    await eventually('the page', () => page()?.input instanceof vscode.TabInputWebview);
    await vscode.window.tabGroups.close(page());
  });
  await check('[restart] the server starts again', async () => {
    await go();
    await ask('dateline.restart');
    await eventually('findings', () => findings().length > 0);
  });
  await check('[evidence] no article was changed', async () => {
    expect(JSON.stringify(articles()) === original, 'one has');
  });

  say(`${passed} passed, ${failed} failed`);
  if (failed > 0) throw new Error(`${failed} failed`);
};
