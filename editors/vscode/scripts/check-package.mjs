// What is inside the packaged extension: everything it needs, nothing else, and not too much of it.
//   node scripts/check-package.mjs dateline.vsix [TARGET]
// With a target, such as linux-x64, the package must be for that system and carry its program, ready to start.
import { statSync } from 'node:fs';
import yauzl from 'yauzl';

const NEEDED = [
  'package.json',
  'out/extension.js',
  'out/notices.txt',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'icon.png',
  'view.svg',
];
const KNOWN = new Set([...NEEDED, 'bin/dateline', 'bin/dateline.exe'].map((name) => `extension/${name}`));
const WRAPPING = new Set(['[Content_Types].xml', 'extension.vsixmanifest']);
const LIMIT = 1024 * 1024; // without the program, which a platform's package holds in bin/

const [file, target] = process.argv.slice(2);
const entries = await list(file);
const names = entries.map((entry) => entry.fileName);
const own = entries.filter((entry) => !entry.fileName.startsWith('extension/bin/'));
const size = own.reduce((sum, entry) => sum + entry.compressedSize, 0);

const program = target && `extension/bin/dateline${target.startsWith('win32-') ? '.exe' : ''}`;
const carried = entries.find((entry) => entry.fileName === program);
const manifest = await read(file, 'extension.vsixmanifest');

const faults = [
  ...(target && !carried ? [`missing: ${program}`] : []),
  // The upper half of the attributes is the file's mode: what nobody may run is of no use.
  ...(carried && !((carried.externalFileAttributes >>> 16) & 0o111) ? [`cannot be run: ${program}`] : []),
  ...(target && !manifest.includes(`TargetPlatform="${target}"`) ? [`is not for ${target}`] : []),
  ...NEEDED.filter((name) => !names.includes(`extension/${name}`)).map((name) => `missing: ${name}`),
  ...names.filter((name) => !KNOWN.has(name) && !WRAPPING.has(name)).map((name) => `does not belong: ${name}`),
  ...(size > LIMIT ? [`too large: ${size} bytes without bin/, allowed ${LIMIT}`] : []),
];
faults.forEach((fault) => console.error(`${file}: ${fault}`));
console.log(`${file}: ${names.length} entries, ${statSync(file).size} bytes${faults.length ? '' : ', as it should be'}`);
process.exitCode = faults.length ? 1 : 0;

function list(path) {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const found = [];
      zip.on('entry', (entry) => (found.push(entry), zip.readEntry()));
      zip.on('end', () => resolve(found));
      zip.on('error', reject);
      zip.readEntry();
    });
  });
}

function read(path, name) {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', (entry) => {
        if (entry.fileName !== name) return zip.readEntry();
        zip.openReadStream(entry, (error, stream) => {
          if (error) return reject(error);
          const parts = [];
          stream.on('data', (part) => parts.push(part)).on('error', reject);
          stream.on('end', () => (zip.close(), resolve(Buffer.concat(parts).toString('utf8'))));
        });
      });
      zip.on('end', () => resolve(''));
      zip.on('error', reject);
      zip.readEntry();
    });
  });
}
