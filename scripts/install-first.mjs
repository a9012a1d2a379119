// Installs the locked dependencies when they are missing or not those of the lock file. Plain JavaScript: it runs first.
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingPackages } from './programs/missing-packages.mjs';

const oldestNode = [20, 19];

export function installFirst(root) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    console.error(`Node.js ${oldestNode.join('.')} or later is needed; this is ${process.version}`);
    process.exit(2);
  }
  const modules = join(root, 'node_modules');
  const missing = missingPackages(
    readJson(join(root, 'package-lock.json')) ?? {},
    readJson(join(modules, '.package-lock.json')),
  );
  if (missing.length === 0) return;
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    // `npm ci` would empty the folder that another checkout uses.
    const examples = missing.slice(0, 3).join(', ');
    console.error(
      `node_modules is a link to ${realpathSync(modules)}, which does not have what package-lock.json asks for (${examples}): ` +
        'run npm ci there, or remove the link',
    );
    process.exit(1);
  }
  console.error('Installing dependencies (npm ci), once …');
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installFirst(fileURLToPath(new URL('..', import.meta.url)));
