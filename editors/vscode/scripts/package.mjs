// Packages the extension with the program of one system inside.
//   node scripts/package.mjs TARGET PROGRAM FILE        TARGET as VS Code names systems, such as linux-x64 or alpine-arm64
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [target, program, file] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
process.chdir(join(here, '..'));
const inside = join('bin', target.startsWith('win32-') ? 'dateline.exe' : 'dateline');
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');

try {
  mkdirSync('bin', { recursive: true });
  copyFileSync(program, inside);
  chmodSync(inside, 0o755);
  run(vsce, 'package', '--no-dependencies', '--target', target, '--out', file);
  run(join(here, 'check-package.mjs'), file, target);
} finally {
  // What is packaged next, without a system, must not carry this program.
  rmSync('bin', { recursive: true, force: true });
}

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`);
}
