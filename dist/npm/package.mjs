#!/usr/bin/env node
// Two npm packages: the program for one system, and `dateline`, which starts the one that fits.
//   package.mjs PROGRAM SYSTEM FOLDER [COMPANIONS]
// SYSTEM is platform and architecture as Node.js names them, such as linux-x64; with -musl behind it for systems like
// Alpine. COMPANIONS is a folder that dist/companions.py wrote: its manual page goes along.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SYSTEMS = [
  'linux-x64',
  'linux-arm64',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
];
const [program, system, folder, companions] = process.argv.slice(2);
if (!SYSTEMS.includes(system)) throw new Error(`${system} is none of ${SYSTEMS.join(', ')}`);
const here = dirname(fileURLToPath(import.meta.url));
const version = /\[workspace\.package\][^[]*?\nversion = "([^"]+)"/.exec(readFileSync(join(here, '../../Cargo.toml'), 'utf8'))[1];
const shared = {
  version,
  license: 'MIT OR Apache-2.0',
  repository: { type: 'git', url: 'git+https://github.com/OWNER/dateline.git' },
};

const [platform, architecture, musl] = system.split('-');
write(`dateline-${system}`, {
  description: `The program dateline for ${system}`,
  os: [platform],
  cpu: [architecture],
  ...(platform === 'linux' ? { libc: [musl ?? 'glibc'] } : {}),
  files: ['bin'],
});
const bin = join(folder, `dateline-${system}`, 'bin');
mkdirSync(bin, { recursive: true });
copyFileSync(program, join(bin, basename(program)));
chmodSync(join(bin, basename(program)), 0o755);

write('dateline', {
  description: 'Who said it, and when? A language server and command line for folders of plain-text news',
  bin: { dateline: 'start.js' },
  files: ['start.js', ...(companions ? ['dateline.1'] : [])],
  ...(companions ? { man: './dateline.1' } : {}),
  engines: { node: '>=18' },
  optionalDependencies: Object.fromEntries(SYSTEMS.map((one) => [`dateline-${one}`, version])),
});
copyFileSync(join(here, 'start.js'), join(folder, 'dateline', 'start.js'));
if (companions) copyFileSync(join(companions, 'man', 'dateline.1'), join(folder, 'dateline', 'dateline.1'));

function write(name, manifest) {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'package.json'), `${JSON.stringify({ name, ...shared, ...manifest }, null, 2)}\n`);
}
