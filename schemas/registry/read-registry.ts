import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkColumns } from './check-columns.ts';
import type { EventRegistry, RegisteredType, RegisteredVersion } from './event-registry.ts';
import { InvalidRegistry, type Problem, type Report } from './problem.ts';
import { readVersion } from './read-version.ts';
import { typeNameProblem } from './type-name.ts';

export interface ReadOptions {
  /** Read and demand the examples as well. Default true; a released copy need not have them. */
  readonly examples?: boolean;
}

/**
 * The registry in a folder like schemas/events: `<event_type>/<major.minor>/{schema.json, about.yaml, examples/}`.
 * Throws `InvalidRegistry` with everything that is wrong in it, each with its file and what to do.
 */
export function readRegistry(directory: string, { examples = true }: ReadOptions = {}): EventRegistry {
  const problems: Problem[] = [];
  const report: Report = (file, problem) => problems.push({ file, problem });
  const types: RegisteredType[] = [];
  for (const entry of entriesOf(directory)) {
    const problem = entry.isDirectory() ? typeNameProblem(entry.name) : 'is no folder: only event types belong here';
    if (problem !== undefined) report(entry.name, problem);
    else {
      const [first, ...others] = readVersions(directory, entry.name, examples, report);
      if (first !== undefined) types.push({ name: entry.name, versions: [first, ...others] });
    }
  }
  for (const type of types) checkColumns(type, report);
  if (problems.length > 0) throw new InvalidRegistry(directory, problems);
  return types;
}

function readVersions(directory: string, type: string, examples: boolean, report: Report): RegisteredVersion[] {
  const versions: RegisteredVersion[] = [];
  const entries = entriesOf(join(directory, type));
  if (entries.length === 0) report(type, 'has no version: add 1.0/schema.json');
  for (const entry of entries) {
    const folder = `${type}/${entry.name}`;
    const [, major, minor] = /^([1-9]\d{0,4}|0)\.([1-9]\d{0,4}|0)$/.exec(entry.name) ?? [];
    if (!entry.isDirectory() || major === undefined || minor === undefined) {
      report(folder, 'must be a folder named by a version: major.minor, like 1.0');
      continue;
    }
    const version = readVersion(join(directory, folder), { type, name: entry.name, examples }, (file, problem) =>
      report(`${folder}/${file}`, problem),
    );
    if (version !== undefined) versions.push({ major: Number(major), minor: Number(minor), ...version });
  }
  return versions.sort((one, other) => one.major - other.major || one.minor - other.minor);
}

/** In an order that no file system decides. Hidden files are an editor's or the desktop's. */
function entriesOf(directory: string): Dirent[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
