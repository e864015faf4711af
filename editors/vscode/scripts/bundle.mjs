// Bundles the extension into out/extension.js, and the licences of all that went in into out/notices.txt.
//   node scripts/bundle.mjs [--minify] [--watch]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';

const flags = new Set(process.argv.slice(2));
const options = {
  entryPoints: ['src/extension.ts'],
  outfile: 'out/extension.js',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  minify: flags.has('--minify'),
  sourcemap: flags.has('--watch'),
  metafile: true,
  logLevel: 'info',
};

mkdirSync('out', { recursive: true });
if (flags.has('--watch')) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  writeFileSync('out/notices.txt', notices(Object.keys(metafile.inputs)));
}

function notices(files) {
  const inside = files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const folders = [...new Set(inside.filter(Boolean))].sort();
  return folders.map(notice).join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled but shows no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}
