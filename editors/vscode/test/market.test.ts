import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

// The tests are bundled into out/test.
const root = join(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('the manifest says what the Marketplace and Open VSX ask for', () => {
  for (const field of ['name', 'displayName', 'description', 'version', 'publisher', 'license', 'icon', 'homepage']) {
    assert.equal(typeof manifest[field], 'string', `${field} is missing`);
  }
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/, 'the Marketplace takes three numbers and nothing behind them');
  assert.match(manifest.repository.url, /^https:\/\//);
  assert.match(manifest.bugs.url, /^https:\/\//);
  assert.match(manifest.engines.vscode, /^\^\d/);
  assert.ok(manifest.keywords.length > 0 && manifest.keywords.length <= 30, 'thirty keywords are allowed');
  assert.equal(manifest.private, undefined, 'what is private cannot be published');
});

test('what both show beside it is there', () => {
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) assert.ok(existsSync(join(root, file)), file);
  const icon = readFileSync(join(root, manifest.icon));
  assert.equal(icon.subarray(1, 4).toString(), 'PNG', 'a drawing is refused as icon');
  assert.ok(icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(20) >= 128, 'the icon has 128 pixels and more');
});

test('pictures of the README are found from outside', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const [, address] of readme.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)) {
    assert.match(address, /^https:\/\/.*\.(png|jpe?g|gif)$/, 'from the web, and no drawing');
  }
});
