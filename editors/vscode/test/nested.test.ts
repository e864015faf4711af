import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nested } from '../src/nested';

test('dotted keys become the tables of dateline.toml', () => {
  const entries: [string, unknown][] = [
    ['density', 'all'],
    ['documents.include', ['**/*.txt']],
    ['documents.max-size', 10],
    ['rules', { D103: 'warning' }],
  ];
  assert.deepEqual(nested(entries), {
    density: 'all',
    documents: { include: ['**/*.txt'], 'max-size': 10 },
    rules: { D103: 'warning' },
  });
});

test('nothing set is an empty object', () => {
  assert.deepEqual(nested([]), {});
});
