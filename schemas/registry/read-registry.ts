import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkColumns } from './check-columns.ts';
import type { EventRegistry, RegisteredType, RegisteredVersion } from './event-registry.ts';
import { InvalidRegistry, type Problem, type Report } from './problem.ts';
import { readVersion } from './read-version.ts';
import { typeNameProblem } from './type-name.ts';
import { viewName } from './view-name.ts';

export interface ReadOptions {
  /** Read and demand the examples as well. Default true; a released copy need not have them. */
  readonly examples?: boolean;
}

/**
 * The registry in a folder like schemas/events: `<event_type>/<major.minor>/{schema.json, about.yaml, examples/}`. Types of one
 * game may stand together in a folder of their own, `<group>/<event_type>/…`, which can be deleted as it is.
 * Throws `InvalidRegistry` with everything that is wrong in it, each with its file and what to do.
 */
export function readRegistry(directory: string, { examples = true }: ReadOptions = {}): EventRegistry {
  const problems: Problem[] = [];
  const report: Report = (file, problem) => problems.push({ file, problem });
  const types: RegisteredType[] = [];
  for (const { name, folder } of typeFolders(directory, report)) {
    const problem = typeNameProblem(name);
    if (problem !== undefined) report(folder, problem);
    else {
      const [first, ...others] = readVersions(directory, { name, folder }, examples, report);
      if (first !== undefined) types.push({ name, folder, versions: [first, ...others] });
    }
  }
  types.sort((one, other) => (one.name < other.name ? -1 : 1));
  refuseSameViews(types, report);
  for (const type of types) checkColumns(type, report);
  if (problems.length > 0) throw new InvalidRegistry(directory, problems);
  return types;
}

interface TypeFolder {
  readonly name: string;
  readonly folder: string;
}

/** The contract of a group, as `gap schema check --release` writes it. */
const releasedFile = 'released.json';

function typeFolders(directory: string, report: Report): TypeFolder[] {
  return entriesOf(directory).flatMap((entry) => {
    const { name } = entry;
    if (!entry.isDirectory()) {
      report(name, 'is no folder: only event types belong here, alone or in the folder of a group');
      return [];
    }
    const inside = entriesOf(join(directory, name)).filter((one) => one.name !== releasedFile);
    const isGroup =
      inside.length > 0 && inside.every((one) => one.isDirectory() && holdsVersions(join(directory, name, one.name)));
    if (!isGroup) return [{ name, folder: name }];
    return inside.map((type) => ({ name: type.name, folder: `${name}/${type.name}` }));
  });
}

function holdsVersions(folder: string): boolean {
  return entriesOf(folder).some((entry) => entry.isDirectory() && /^\d/.test(entry.name));
}

/** Two types whose views have one name, which also are two folders of one type. */
function refuseSameViews(types: readonly RegisteredType[], report: Report): void {
  const views = new Map<string, RegisteredType>();
  for (const type of types) {
    const view = viewName(type.name);
    const before = views.get(view);
    if (before !== undefined) report(type.folder, `has the view ${view}, and so has ${before.folder}: rename one`);
    views.set(view, type);
  }
}

function readVersions(directory: string, type: TypeFolder, examples: boolean, report: Report): RegisteredVersion[] {
  const versions: RegisteredVersion[] = [];
  const entries = entriesOf(join(directory, type.folder));
  if (entries.length === 0) report(type.folder, 'has no version: add 1.0/schema.json');
  for (const entry of entries) {
    const folder = `${type.folder}/${entry.name}`;
    const [, major, minor] = /^([1-9]\d{0,4}|0)\.([1-9]\d{0,4}|0)$/.exec(entry.name) ?? [];
    if (!entry.isDirectory() || major === undefined || minor === undefined) {
      report(folder, 'must be a folder named by a version: major.minor, like 1.0');
      continue;
    }
    const version = readVersion(
      join(directory, folder),
      { type: type.name, name: entry.name, examples },
      (file, problem) => report(`${folder}/${file}`, problem),
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
