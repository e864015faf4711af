import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findProgram, probe, type Places } from '../src/program';

const root = mkdtempSync(join(tmpdir(), 'dateline-test-'));
after(() => rmSync(root, { recursive: true }));

function program(...parts: string[]): string {
  const file = join(root, ...parts);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\necho "dateline 1.2.3"\n');
  chmodSync(file, 0o755);
  return file;
}

const onPath = program('path', 'dateline');
const inExtension = program('bundled', 'bin', 'dateline');
const chosen = program('chosen', 'my-dateline');
const plain = join(root, 'path', 'notes.txt');
writeFileSync(plain, 'not a program');

function places(change: Partial<Places>): Places {
  return {
    configured: '',
    extensionDir: join(root, 'bundled'),
    path: join(root, 'path'),
    platform: 'linux',
    ...change,
  };
}

test('the setting comes first', () => {
  const found = findProgram(places({ configured: chosen }));
  assert.deepEqual(found, { file: chosen, origin: 'the setting dateline.path' });
});

test('then the program in the extension', () => {
  assert.equal(findProgram(places({})).file, inExtension);
});

test('then PATH', () => {
  assert.equal(findProgram(places({ extensionDir: root })).file, onPath);
});

test('a wrong setting is an error, not a reason to take another program', () => {
  assert.match(findProgram(places({ configured: plain })).problem ?? '', /not a program/);
  assert.match(findProgram(places({ configured: 'bin/dateline' })).problem ?? '', /full path/);
});

test('a relative entry of PATH is passed over', () => {
  assert.equal(findProgram(places({ extensionDir: root, path: '.:path' })).file, undefined);
});

test('without a program the message says what to do', () => {
  const { problem } = findProgram(places({ extensionDir: root, path: '' }));
  assert.match(problem ?? '', /Install it, or name it in the setting dateline\.path/);
});

test('the probe reads the version, and fails on what is no program', async () => {
  assert.equal(await probe(onPath), 'dateline 1.2.3');
  await assert.rejects(probe(plain));
});
