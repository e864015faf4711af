// Where the dateline program is. Knows nothing of VS Code, so that it can be tested alone.
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

export type Program =
  | { file: string; origin: string; problem?: never }
  | { file?: never; origin?: never; problem: string };

export interface Places {
  /** The setting `dateline.path`; empty when unset. */
  configured: string;
  extensionDir: string;
  /** The variable PATH. */
  path: string;
  platform: NodeJS.Platform;
}

/** Takes the setting if there is one, then the program in the extension, then the one on PATH. */
export function findProgram(places: Places): Program {
  const configured = places.configured.trim();
  if (configured !== '') {
    const file = configured.startsWith('~/') ? join(homedir(), configured.slice(2)) : configured;
    if (!isAbsolute(file)) {
      return { problem: `The setting dateline.path must be a full path, but is “${configured}”.` };
    }
    return isProgram(file)
      ? { file, origin: 'the setting dateline.path' }
      : { problem: `The setting dateline.path names ${file}, which is not a program.` };
  }

  const name = places.platform === 'win32' ? 'dateline.exe' : 'dateline';
  const bundled = join(places.extensionDir, 'bin', name);
  if (isProgram(bundled)) return { file: bundled, origin: 'the extension' };

  // A relative entry of PATH would mean a program inside the folder that was opened.
  for (const dir of places.path.split(delimiter).filter(isAbsolute)) {
    const file = join(dir, name);
    if (isProgram(file)) return { file, origin: 'PATH' };
  }
  return {
    problem:
      'The dateline program was not found: it is neither in this extension nor on PATH. ' +
      'Install it, or name it in the setting dateline.path; then run “dateline: Restart Server”.',
  };
}

/** Asks the program for its version: proof that it starts at all. */
export function probe(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, ['--version'], { timeout: 10_000 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout.trim());
    });
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
