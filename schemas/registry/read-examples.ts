import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../error-message.ts';
import { isObject } from '../parse-json.ts';
import type { ExampleEvent, FailExample, PassExample } from './event-registry.ts';
import type { Report } from './problem.ts';

/** How many examples of each kind a version has at least. */
const fewest = 2;

/** examples/pass and examples/fail of one version's folder. What is wrong is reported by file and left out. */
export function readExamples(
  directory: string,
  type: string,
  report: Report,
): { pass: readonly PassExample[]; fail: readonly FailExample[] } {
  const pass = readFolder(directory, 'examples/pass', report).flatMap(({ file, value }) => {
    if (isEventOf(type, value)) return [{ file, event: value }];
    report(file, `must be an event of the type ${type}`);
    return [];
  });
  const fail = readFolder(directory, 'examples/fail', report).flatMap(({ file, value }) => {
    const example = isObject(value) ? failExample(file, type, value) : undefined;
    if (example !== undefined) return [example];
    report(
      file,
      `must be {"event": an event of the type ${type}, "expect": {"reason", "error_path", "error_detail"?}}`,
    );
    return [];
  });
  return { pass, fail };
}

function failExample(file: string, type: string, value: ExampleEvent): FailExample | undefined {
  const { event, expect, ...others } = value;
  if (Object.keys(others).length > 0 || !isEventOf(type, event) || !isObject(expect)) return undefined;
  const { reason, error_path, error_detail, ...unknown } = expect;
  if (typeof reason !== 'string' || typeof error_path !== 'string' || Object.keys(unknown).length > 0) return undefined;
  if (error_detail === undefined) return { file, event, expect: { reason, error_path } };
  if (typeof error_detail !== 'string') return undefined;
  return { file, event, expect: { reason, error_path, error_detail } };
}

function readFolder(directory: string, folder: string, report: Report): { file: string; value: unknown }[] {
  const path = join(directory, folder);
  const names = existsSync(path) ? readdirSync(path).filter((name) => !name.startsWith('.')) : [];
  if (names.length < fewest) report(folder, `has ${names.length} examples: write at least ${fewest}`);
  return names.sort().flatMap((name) => {
    const file = `${folder}/${name}`;
    try {
      return [{ file, value: JSON.parse(readFileSync(join(path, name), 'utf8')) }];
    } catch (error) {
      report(file, `is not JSON: ${errorMessage(error)}`);
      return [];
    }
  });
}

function isEventOf(type: string, value: unknown): value is ExampleEvent {
  return isObject(value) && value.event_type === type;
}
