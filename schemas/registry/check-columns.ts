import { columnName, columnType } from './column-type.ts';
import type { RegisteredType } from './event-registry.ts';
import type { Report } from './problem.ts';

/**
 * A type has one view with one column per property of all its versions: two properties must not share a column, and
 * all minors of a major must give it the same type.
 */
export function checkColumns({ folder, versions }: RegisteredType, report: Report): void {
  const owners = new Map<string, { property: string; version: string }>();
  const types = new Map<string, { type: string; version: string }>();
  for (const version of versions) {
    const file = `${folder}/${version.name}/schema.json`;
    for (const [property, definition] of Object.entries(version.schema.properties)) {
      const column = columnName(property);
      const owner = owners.get(column);
      if (owner !== undefined && owner.property !== property) {
        report(
          file,
          `${property} has the column ${column}, and so has ${owner.property} of ${owner.version}: rename one`,
        );
        continue;
      }
      owners.set(column, { property, version: version.name });
      const type = columnType(definition);
      const key = `${version.major} ${column}`;
      const before = types.get(key);
      if (before !== undefined && before.type !== type) {
        report(
          file,
          `${property} is ${type} here and ${before.type} in ${before.version}: keep its type, or begin ${version.major + 1}.0`,
        );
      } else types.set(key, { type, version: version.name });
    }
  }
}
