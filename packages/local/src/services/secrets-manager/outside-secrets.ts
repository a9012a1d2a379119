import { readFileSync } from 'node:fs';
import type { Secret } from './secret-store.ts';

/**
 * A secret that the template names and does not make, from a file that says the values of such secrets: JSON of ARNs and
 * values, each a text or what the text is JSON of. Read each time, as values may be changed. Throws when the file cannot
 * be read. Undefined: it is not in there.
 */
export function readOutsideSecret(file: string, id: string): Secret | undefined {
  const values: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(file, 'utf8'));
  if (!Object.hasOwn(values, id)) return undefined;
  const found = values[id];
  const value = typeof found === 'string' ? found : JSON.stringify(found);
  const name = id.replace(/^.*:secret:/, '');
  const version = { versionId: 'outside', value, stages: ['AWSCURRENT'], createdAt: 0 };
  return { name, arn: id, versions: [version], createdAt: 0 };
}
