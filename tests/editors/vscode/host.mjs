// Has VS Code run host/walk.js in its extension host: the workbench is opened once, in a browser without a screen.
//   node host.mjs ADDRESS FOLDER        the server of VS Code runs at ADDRESS with --enable-smoke-test-driver
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workbench } from './browser.mjs';

const [address, folder] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const remote = (path) => `vscode-remote://${new URL(address).host}${path}`;
const payload = [
  ['extensionDevelopmentPath', remote(join(here, 'host'))],
  ['extensionTestsPath', remote(join(here, 'host', 'walk.js'))],
];

const { browser, page } = await workbench();
const ended = new Promise((resolve) => {
  void page.exposeFunction('codeAutomationExit', resolve);
  setTimeout(() => resolve('no end within four minutes'), 240_000);
});
await page.exposeFunction('codeAutomationLog', () => undefined);
await page.goto(`${address}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
const status = await ended;
await browser.close();
if (status !== 0) console.error(`the extension host ended with: ${status}`);
process.exit(status === 0 ? 0 : 1);
