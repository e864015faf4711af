// VS Code as one sees it: the view of the folder, the Problems panel, a hover, the list of actions. A picture of each.
//   node screens.mjs ADDRESS FOLDER ARTICLE NAME PICTURES
// While the file that the environment's DATELINE_HELD names is there, the server does not start.
import { rmSync, writeFileSync } from 'node:fs';
import { workbench } from './browser.mjs';

const [address, folder, article, name, pictures] = process.argv.slice(2);
const { browser, page } = await workbench();
const picture = (title) => page.screenshot({ path: `${pictures}/vscode-${title}.png` });
let failed = 0;

async function check(title, run) {
  const begun = Date.now();
  try {
    await run();
    console.log(`ok    ${title} (${Date.now() - begun} ms)`);
  } catch (error) {
    failed += 1;
    await picture('failure');
    console.log(`FAIL  ${title}\n      ${String(error).slice(0, 600).replaceAll('\n', '\n      ')}`);
  }
}

async function command(title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
}

const row = (view, text) => page.locator(`${view} .monaco-list-row`, { hasText: text });

const held = process.env.DATELINE_HELD;
writeFileSync(held, '');
await page.goto(`${address}/?folder=${encodeURIComponent(folder)}`);
await check('[install] the folder opens', async () => {
  await page.locator('.monaco-workbench').waitFor();
  await row('.explorer-folders-view', article).first().waitFor();
});
await check('[welcome] the view says what to do before the server runs', async () => {
  await page.locator('.activitybar .action-item a[aria-label^="dateline"]').first().click();
  await page.locator('.welcome-view', { hasText: 'plain-text articles' }).first().waitFor();
  await picture('welcome');
});
rmSync(held);
await check('[findings-list] the Problems panel has them', async () => {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input.input').fill(article);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: article }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.view-lines .view-line').first().waitFor();
  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel .monaco-list-row', { hasText: /[ADNQ]\d{3}/ }).first().waitFor();
  await picture('problems');
});
await check('[tree] people, events, findings and marks are in the view', async () => {
  for (const group of ['People', 'Events', 'Findings in This Article']) {
    const title = row('[id="workbench.view.extension.dateline"]', group).first();
    await title.waitFor();
    await title.click();
    await page.locator('[id="workbench.view.extension.dateline"] .monaco-list-row[aria-level="2"]').first().waitFor();
    await picture(`view-${group.split(' ')[0].toLowerCase()}`);
    await page.keyboard.press('ArrowLeft');
  }
});
await check('[hover] the mouse on a name tells who it is', async () => {
  await page.keyboard.press('Control+J'); // the panel would cover the text
  const line = page.locator('.view-lines .view-line', { hasText: name.split(' ').at(-1) }).first();
  await line.waitFor();
  const box = await line.evaluate((element, word) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent.indexOf(word);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    return null;
  }, name.split(' ').at(-1));
  await page.mouse.move(box.x - 20, box.y);
  await page.mouse.move(box.x, box.y, { steps: 5 });
  await page.locator('.monaco-hover:not(.hidden)', { hasText: 'article' }).first().waitFor();
  await picture('hover');
  await page.keyboard.press('Escape');
});
await check('[date] the light bulb offers to set the date, and the sidecar is saved of itself', async () => {
  await page.locator('.view-lines .view-line').first().click({ position: { x: 20, y: 8 } });
  await command('dateline: Next Finding');
  await page.locator('.monaco-hover:not(.hidden)', { hasText: 'D101' }).first().waitFor();
  await picture('next-finding');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget', { hasText: 'Set article date' }).first().waitFor();
  await picture('actions');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Set article date' }).first().click();
  await page.locator('.tab.active', { hasText: `${article}.toml` }).first().waitFor();
  await page.locator('.tab.active:not(.dirty)', { hasText: `${article}.toml` }).first().waitFor();
  const marks = row('[id="workbench.view.extension.dateline"]', 'Marks on This Article').first();
  await marks.click();
  await row('[id="workbench.view.extension.dateline"]', 'date: ').first().waitFor();
  await picture('sidecar');
});
await check('[briefing] a new briefing begins as a draft', async () => {
  await command('dateline: New Briefing');
  await page.locator('.quick-input-widget input.input').fill('After the talks');
  await page.keyboard.press('Enter');
  await page.locator('.view-lines .view-line', { hasText: 'profile:' }).first().waitFor();
  await picture('briefing');
});
await browser.close();
process.exit(failed === 0 ? 0 : 1);
