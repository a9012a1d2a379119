import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { errorMessage } from '../error-message.ts';
import type { AboutEvent, RegisteredVersion } from './event-registry.ts';
import type { Report } from './problem.ts';
import { readExamples } from './read-examples.ts';
import { schemaProblems } from './schema-problems.ts';
import { aboutMismatches, isAbout, isEventDataSchema, schemaMismatches } from './shapes.ts';

export interface VersionFolder {
  readonly type: string;
  /** `1.0` */
  readonly name: string;
  readonly examples: boolean;
}

/** One version's folder. What is wrong is reported by the file inside it; the answer is then undefined. */
export function readVersion(
  directory: string,
  { type, name, examples }: VersionFolder,
  report: Report,
): Omit<RegisteredVersion, 'major' | 'minor'> | undefined {
  for (const entry of readdirSync(directory).sort()) {
    if (!entry.startsWith('.') && !['schema.json', 'about.yaml', 'examples'].includes(entry)) {
      report(entry, 'is not known here: schema.json, about.yaml and examples/ are');
    }
  }
  const schema = readSchema(directory, report);
  const about = readAbout(directory, report);
  if (schema === undefined || about === undefined) return undefined;
  for (const field of about.personal_data) {
    if (!Object.hasOwn(schema.properties, field)) {
      report('about.yaml', `personal_data names ${field}, which schema.json does not have`);
    }
  }
  const read = examples ? readExamples(directory, type, report) : { pass: [], fail: [] };
  return { name, schema, about, ...read };
}

function readSchema(directory: string, report: Report) {
  const file = 'schema.json';
  const text = readText(directory, file, report);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    report(file, `is not JSON: ${messageOf(error)}`);
    return undefined;
  }
  if (!isEventDataSchema(value)) {
    for (const mismatch of schemaMismatches()) report(file, mismatch);
    return undefined;
  }
  const problems = schemaProblems(value);
  for (const problem of problems) report(file, problem);
  return problems.length === 0 ? value : undefined;
}

function readAbout(directory: string, report: Report): AboutEvent | undefined {
  const file = 'about.yaml';
  const text = readText(directory, file, report);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    report(file, `is not YAML: ${messageOf(error)}`);
    return undefined;
  }
  if (isAbout(value)) return value;
  for (const mismatch of aboutMismatches()) report(file, mismatch);
  return undefined;
}

function readText(directory: string, file: string, report: Report): string | undefined {
  const path = join(directory, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  report(file, 'is missing');
  return undefined;
}

function messageOf(error: unknown): string {
  return errorMessage(error);
}
