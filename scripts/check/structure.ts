import { readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { findImportCircles } from './import-circles.ts';

/** One broken rule, with the file that breaks it. */
export interface Violation {
  readonly file: string;
  readonly rule: string;
}

/** Folders whose code must not import from certain others. A workspace is imported by its package's name. */
const forbiddenImports: Readonly<Record<string, readonly string[]>> = {
  functions: ['infrastructure/', 'packages/', 'scripts/', 'test/', 'bench/'],
  packages: ['infrastructure/', 'functions/', 'scripts/', 'schemas/', 'test/', 'bench/'],
  infrastructure: ['packages/', 'scripts/', 'test/', 'bench/'],
  schemas: ['infrastructure/', 'functions/', 'packages/', 'scripts/', 'test/', 'bench/'],
  scripts: ['packages/local/src/', 'packages/sql/src/', 'test/', 'bench/'],
  bench: ['packages/local/src/', 'packages/sql/src/'],
  test: ['packages/local/src/', 'packages/sql/src/'],
};

/** Names that belong to this stack: packages/local runs any template and must not know them. */
const stackNames = [
  'raw_events',
  'compacted_events',
  'quarantined_events',
  'failed_events',
  'aws_ga_api',
  'transform-events',
  'compact-events',
  'delivered_hour',
  'ApplicationId',
  'ApiKeyHash',
  'load-clickhouse',
  'index-metrics',
  'raw_metrics',
  'unique_records',
  'events_by_minute',
];

/** Still to be taken apart: the printers of Athena's SQL call each other, as expressions hold queries. */
const isRecursivePrinter = (file: string) => file.startsWith('packages/local/src/services/athena/sql/');

const emptyNames = /^(utils?|helpers?|manager|common|misc|.*-?impl)\.[a-z]+$/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;

/** Checks the rules of the layout that a formatter or compiler does not know. `files` are relative to the root. */
export function checkStructure(
  files: readonly string[],
  read = (file: string) => readFileSync(file, 'utf8'),
): Violation[] {
  const texts = new Map(files.filter((file) => /\.(ts|mjs)$/.test(file)).map((file) => [file, read(file)]));
  const imports = new Map(Array.from(texts, ([file, text]) => [file, relativeImports(file, text)]));
  const circles = findImportCircles(imports)
    .filter((path) => !path.every(isRecursivePrinter))
    .map((path) => ({
      file: path[0] ?? '',
      rule: `imports itself in a circle: ${path.join(' -> ')}`,
    }));
  return [...Array.from(texts, ([file, text]) => checkFile(file, text)).flat(), ...circles];
}

function checkFile(file: string, text: string): Violation[] {
  const violations: Violation[] = [];
  const report = (rule: string) => violations.push({ file, rule });
  const name = basename(file);
  const [folder = ''] = file.split('/');
  if (emptyNames.test(name)) report('is named for nothing: name it for what it holds');
  if (!kebabCase.test(name)) report('is not named in kebab-case');
  for (const imported of relativeImports(file, text)) {
    const forbidden = forbiddenImports[folder]?.find((prefix) => imported.startsWith(prefix));
    if (forbidden) report(`imports ${imported}: ${folder}/ never imports ${forbidden}`);
  }
  if (/^packages\/local\/(src|bench)\//.test(file)) {
    for (const stackName of stackNames) if (text.includes(stackName)) report(`knows this stack's name ${stackName}`);
  }
  return violations;
}

function relativeImports(file: string, text: string): string[] {
  const specifiers = text.matchAll(/(?:from|import|URL)\s*\(?\s*'(\.[^']+)'/g);
  return [...specifiers].map(([, specifier = '']) => normalize(join(dirname(file), specifier)));
}
