import type { EventRegistry, RegisteredVersion } from '../../schemas/registry/event-registry.ts';
import { viewName } from '../../schemas/registry/view-name.ts';
import { banner } from './generated-file.ts';
import { pascalCase } from './pascal-case.ts';
import { interfaceText } from './typescript-type.ts';

/** event_data of every type and version as TypeScript, for game servers and tools that are written in it. */
export function generateEventDataTypes(registry: EventRegistry): string {
  refuseSameNames(registry);
  const interfaces = registry.flatMap(({ name, versions }) =>
    versions.map((version) => {
      const { title: _title, ...schema } = version.schema;
      return interfaceText(`events/${name}/${version.name}`, { ...schema, title: interfaceName(name, version) });
    }),
  );
  const members = registry.map(({ name, versions }) => {
    const union = versions.map((version) => interfaceName(name, version)).join(' | ');
    return `  readonly ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${union};`;
  });
  return `${banner('schemas/events')}
import type { GameEvent } from './game-event.ts';

${interfaces.join('\n')}
/** What event_data is, by event type. Properties beyond these are allowed. */
export interface EventData {
${members.join('\n')}
}

/** An event of a registered type. */
export type EventOf<Type extends keyof EventData> = Omit<GameEvent, 'event_type' | 'event_data'> & {
  readonly event_type: Type;
  readonly event_data: EventData[Type];
};
`;
}

function interfaceName(type: string, { major, minor }: RegisteredVersion): string {
  return `${pascalCase(viewName(type))}V${major}_${minor}`;
}

function refuseSameNames(registry: EventRegistry): void {
  const types = new Map<string, string>();
  for (const { name } of registry) {
    const inCode = pascalCase(viewName(name));
    const before = types.get(inCode);
    if (before !== undefined) throw new Error(`events/${name}: is ${inCode} in code, as ${before} is`);
    types.set(inCode, name);
  }
}
