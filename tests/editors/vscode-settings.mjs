// The settings that VS Code offers are those of the program, with the same defaults, and it knows every rule.
//   node vscode-settings.mjs DATELINE
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [program] = process.argv.slice(2);
const run = (...args) => execFileSync(program, args, { encoding: 'utf8' });
const manifest = JSON.parse(readFileSync(new URL('../../editors/vscode/package.json', import.meta.url), 'utf8'));
const offered = manifest.contributes.configuration[0].properties;
const faults = [];

// For the extension alone, and for tests alone.
const OWN = new Set(['path', 'trace.server', 'today']);

const empty = mkdtempSync(join(tmpdir(), 'dateline-'));
const known = new Map();
for (const line of run('config', empty).split('\n')) {
  // What has no value is written as a comment.
  const setting = /^(?:# )?([a-z.-]+) =\s*(.*)$/.exec(line);
  if (setting) known.set(setting[1], setting[2]);
}
rmdirSync(empty);

for (const key of known.keys()) {
  if (!OWN.has(key) && !offered[`dateline.${key}`]) faults.push(`${key} is not offered by VS Code`);
}
for (const [name, schema] of Object.entries(offered)) {
  const key = name.slice('dateline.'.length);
  if (OWN.has(key)) continue;
  if (!known.has(key)) faults.push(`${name} is not known to the program`);
  else if (!sameDefault(schema.default, known.get(key))) {
    faults.push(`${name} is ${JSON.stringify(schema.default)} in VS Code, ${known.get(key)} in the program`);
  }
}

const rules = offered['dateline.rules'].properties;
for (const code of new Set(run('rules').match(/\b[A-Z][0-9]{3}\b/g))) {
  if (!rules[code]) faults.push(`the rule ${code} is not described in VS Code`);
}

faults.forEach((fault) => console.error(fault));
console.log(`${known.size} settings, ${Object.keys(rules).length} rules`);
process.exitCode = faults.length || known.size === 0 ? 1 : 0;

function sameDefault(here, toml) {
  const nothing = here === null || (typeof here === 'object' && Object.keys(here).length === 0);
  if (toml === '' || toml === '{}' || toml === '[]') return nothing;
  // Strings, numbers, truth values and lists are written alike in TOML and JSON; a day stands without quotes.
  return JSON.stringify(here).replace(/\s/g, '') === toml.replace(/^(\d{4}-\d\d-\d\d)$/, '"$1"').replace(/\s/g, '');
}
