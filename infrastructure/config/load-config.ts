import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Ajv } from 'ajv';
import configSchema from '../../schemas/config.json' with { type: 'json' };
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
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file: shown, line: 1, message: `cannot be read: ${reason}` }]);
  }
  return parseConfig(text, shown.startsWith('..') ? file : shown);
}

/** The same for text; `file` is the name that problems are told under. */
export function parseConfig(text: string, file: string): Config {
  const { values, lines, problems } = readYaml(text, file);
  const at = (key: string, message: string): ConfigProblem => ({ file, line: lines.get(key) ?? 1, message });
  const found: ConfigProblem[] = [...problems];
  const config: unknown = values;
  if (lines.size > 0 || problems.length === 0) {
    if (isConfig(config)) {
      found.push(...refuseCombinations(config).map((refusal) => at(refusal.key, refusal.message)));
      if (found.length === 0) return config;
    } else {
      const seen = new Set<string>();
      for (const error of isConfig.errors ?? []) {
        const message = describeProblem(error, knownKeys);
        if (seen.has(message)) continue;
        seen.add(message);
        found.push(at(keyOf(error), message));
      }
    }
  }
  throw new ConfigError(found.sort((one, other) => one.line - other.line));
}
