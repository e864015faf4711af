import assert from 'node:assert/strict';
import { test } from 'node:test';
import { briefingName, briefingText, marksOf, sidecarsOf } from '../src/beside';

test('a sidecar is in the tree of marks or beside its article', () => {
  assert.deepEqual(sidecarsOf('news/a.txt'), ['.dateline/marks/news/a.txt.toml', 'news/a.txt.dateline.toml']);
});

test('marks are listed with their lines, and a line that is torn hides no other', () => {
  const sidecar = [
    'schema = 1',
    'articles = [',
    '  { id = "a1", date = 2025-02-13, date-basis = "user", by = "anna" },',
    ']',
    'marks = [',
    '  { id = "3d4spq", quote = "a \\"joint\\" statement", kind = "note", note = "ask", by = "anna" },',
    '  { id = "y2mfkd", quote = "Some obser',
    '  { id = "y2mfke", quote = "Some observers", kind = "ignore", rule = "A203", why = "named" },',
    ']',
  ];
  assert.deepEqual(marksOf(sidecar.join('\n')), [
    { line: 2, label: 'date: 2025-02-13', about: 'anna' },
    { line: 5, label: 'note: “a \\"joint\\" statement”', about: 'ask' },
    { line: 7, label: 'ignore A203: “Some observers”', about: 'named' },
  ]);
});

test('a briefing is named after its day and title, and is a draft', () => {
  assert.equal(briefingName('After the vote: what now?', '2025-05-16'), 'briefings/2025-05-16-after-the-vote-what-now.md');
  assert.equal(briefingName('…', '2025-05-16'), 'briefings/2025-05-16-briefing.md');
  assert.match(briefingText('After the vote', '2025-05-16'), /^---\n(.*\n)*profile: draft\n/);
});
