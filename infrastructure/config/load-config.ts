import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Ajv } from 'ajv';
import configSchema from '../../schemas/config.json' with { type: 'json' };
import { errorMessage } from '../../schemas/error-message.ts';
import { refuseCombinations } from './combinations.ts';
import { type Config, ConfigError, type ConfigProblem } from './config.ts';
import { describeProblem, keyOf } from './describe-problem.ts';
import { readYaml } from './read-yaml.ts';

const ajv = new Ajv({ allErrors: true, verbose: true, useDefaults: true });
ajv.addVocabulary(['allowed']);
const isConfig = ajv.compile<Config>(configSchema);
const knownKeys = Object.keys(configSchema.properties);

/**
 * Reads and checks a config file. Throws ConfigError with all of its problems at once, each with its line, the value
 * found and what is allowed.
 */
export function loadConfig(file: string): Config {
  const shown = relative(process.cwd(), file) || file;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([{ file: shown, line: 1, message: `cannot be read: ${reasonOf(error)}` }]);
  }
  return parseConfig(text, shown.startsWith('..') ? file : shown);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return errorMessage(error);
}

/** The same for text; `file` is the name that problems are told under. */
export function parseConfig(text: string, file: string): Config {
  const { values, lines, problems } = readYaml(text, file);
  const at = (key: string, message: string): ConfigProblem => ({ file, line: lines.get(key) ?? 1, message });
  const found: ConfigProblem[] = [...problems];
  // What could not be read at all has no keys to judge.
  if (lines.size > 0 || problems.length === 0) {
    const config: unknown = { ...values };
    const errors = isConfig(config) ? [] : [...(isConfig.errors ?? [])];
    const messages = new Map(errors.map((error) => [describeProblem(error, knownKeys), keyOf(error)]));
    for (const [message, key] of messages) found.push(at(key, message));
    const sound = errors.length === 0 ? config : without(values, errors.map(keyOf));
    if (isConfig(sound)) {
      found.push(...refuseCombinations(sound).map(({ key, message }) => at(key, message)));
      if (found.length === 0) return sound;
    }
  }
  throw new ConfigError(found.sort((one, other) => one.line - other.line));
}

/** The keys that are right by themselves: what they make together is told in the same run as what else is wrong. */
function without(values: Readonly<Record<string, unknown>>, wrong: readonly string[]): unknown {
  const right = Object.entries(values).filter(([key]) => !wrong.includes(key));
  return { WORKLOAD_NAME: 'unnamed', ...Object.fromEntries(right) };
}
