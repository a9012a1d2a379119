import { judge } from '../../../functions/event/judge.ts';
import type { EventRegistry, ExampleEvent, RegisteredVersion } from '../../../schemas/registry/event-registry.ts';
import type { Change } from './compare-contracts.ts';
import { contractChooser } from './registry-chooser.ts';
import { contractOf } from './released-registry.ts';

/**
 * What stands between a registry and its release: examples that are judged otherwise than they say, and words that
 * `gap schema new` and `gap schema infer` wrote to be replaced.
 */
export function unfinished(registry: EventRegistry): Change[] {
  const judged = judgedBy(registry);
  return registry.flatMap(({ folder, versions }) =>
    versions.flatMap((version) =>
      [...wrongExamples(version, judged), ...askingWords(version)].map((one) => ({
        ...one,
        file: `${folder}/${version.name}/${one.file}`,
      })),
    ),
  );
}

type Judged = (event: ExampleEvent) => { readonly reason: string; readonly path: string; readonly detail: string };

/** As if each event arrived in the second in which it happened. */
function judgedBy(registry: EventRegistry): Judged {
  const chooseSchema = contractChooser(contractOf(registry));
  const rules = { registered: true, maxEventAgeDays: 1, unknownEventTypes: 'QUARANTINE', chooseSchema } as const;
  return (event) => {
    const judgement = judge(event, { ...rules, receivedAt: Number(event.event_timestamp) * 1000 });
    return judgement.outcome === 'accepted' ? { reason: 'ok', path: '', detail: '' } : judgement;
  };
}

function wrongExamples({ pass, fail }: RegisteredVersion, judged: Judged): Change[] {
  const refused = pass.flatMap(({ file, event }) => {
    const { reason, path, detail } = judged(event);
    return reason === 'ok' ? [] : [{ file, path, reason: `must be accepted: ${detail}` }];
  });
  const otherwise = fail.flatMap(({ file, event, expect: { reason, error_path, error_detail } }) => {
    const found = judged(event);
    const same = found.reason === reason && found.path === error_path;
    if (same && (error_detail === undefined || found.detail === error_detail)) return [];
    const told = found.reason === 'ok' ? 'it is accepted' : `it is ${found.reason} at ${found.path}: ${found.detail}`;
    return [{ file, path: error_path, reason: `expects ${reason}, but ${told}` }];
  });
  return [...refused, ...otherwise];
}

/** Nobody begins a sentence about a field or an event like this; everything that is scaffolded does. */
const asks = /^say (what|when|who) /i;

function askingWords({ schema, about }: RegisteredVersion): Change[] {
  const fields = Object.entries(schema.properties).map(
    ([name, { description = '' }]) => ['schema.json', `/event_data/${name}`, description] as const,
  );
  const texts = [
    ['schema.json', '', schema.description],
    ...fields,
    ['about.yaml', '', about.meaning],
    ['about.yaml', '', about.owner],
  ] as const;
  return texts
    .filter(([, , text]) => asks.test(text))
    .map(([file, path, text]) => ({ file, path, reason: `still to be written: ${JSON.stringify(text)}` }));
}
