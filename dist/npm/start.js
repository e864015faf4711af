#!/usr/bin/env node
// Starts the program that npm has installed for this system.
const { spawnSync } = require('node:child_process');

// A system without glibc, such as Alpine, says so by naming no version of it.
const withoutGlibc = () => process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
process.report.excludeNetwork = true;
const system = `${process.platform}-${process.arch}${withoutGlibc() ? '-musl' : ''}`;
const name = process.platform === 'win32' ? 'dateline.exe' : 'dateline';
let program;
try {
  program = require.resolve(`dateline-${system}/bin/${name}`);
} catch {
  console.error(`dateline: there is no package for ${system}, or it was left out (npm install --include=optional)`);
  process.exit(1);
}
const { status, error } = spawnSync(program, process.argv.slice(2), { stdio: 'inherit' });
if (error) console.error(`dateline: ${error.message}`);
process.exit(status ?? 1);
