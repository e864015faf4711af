import assert from 'node:assert/strict';
import { test } from 'node:test';
import { framed } from '../src/framed';

const PAGE =
  '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<style>a { color: red; }</style>\n<main>$& <a class="place" href="file:///a.txt" data-line="2" data-column="3">a</a></main>\n</html>\n';

test('a page may run one script, load nothing, and keeps its words', () => {
  const shown = framed(PAGE, 'abc');
  assert.match(shown, /<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
  assert.equal(shown.split('<script').length, 2);
  assert.match(shown, /<script nonce="abc">/);
  assert.ok(shown.includes('<main>$& <a class="place"'));
  assert.ok(shown.indexOf('--vscode-editor-background') < shown.indexOf('</style>'));
});
