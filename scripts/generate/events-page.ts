import { envelopeRules } from '../../schemas/envelope-rules.ts';
import { type EventRegistry, latestVersion } from '../../schemas/registry/event-registry.ts';
import { eventSection } from './event-section.ts';
import { allowedValues, table } from './field-words.ts';

/** The part of schemas/envelope.json that the page shows. */
interface Envelope {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Parameters<typeof allowedValues>[0]>>;
}

/** docs/events.md: what a game programmer needs to send events. */
export function generateEventsPage(envelope: Envelope, registry: EventRegistry): string {
  return `<!-- Generated from schemas/envelope.json and schemas/events by \`npm run generate\`: change it there. -->

# Events

What a game sends, and what each event means. A request holds 1 to 500 events:

\`\`\`sh
curl -X POST $API/applications/$APP/events -H "Authorization: $KEY" -H "Content-Type: application/json" -d @request.json
\`\`\`

Each event type below has a request that can be sent as it stands, but for two things: a new event needs an \`event_id\` of
its own, and an \`event_timestamp\` of the past days. Saved in a file, \`gap validate FILE\` and \`gap send FILE\` take it as well,
and move its times with \`--recent\`.

- One event that is wrong costs the others nothing. It is kept in \`quarantined_events\`, with the reason, the path to what is
  wrong and the event as it was sent; \`gap validate FILE\` says the same without sending anything.
- Fields that are not named here are allowed in \`event_data\` and kept there. In the envelope they are refused.
- An event whose type is not on this page is kept too, unless \`UNKNOWN_EVENT_TYPES\` in \`config.yaml\` says \`QUARANTINE\`.
- Send what happened once it has happened, with the time at which it did: also hours later, when the device was offline.

## The envelope

Every event has these, around \`event_data\`.

${table(['field', '', 'value', 'unit', 'meaning'], envelopeRows(envelope))}

\`event_id\` is made once, when the event happens, and stays the same when it is sent again: every event is counted once, by
this id. Any usual spelling of a UUID will do: upper case, 32 digits, braces. The tables have one: lower case with hyphens.

\`event_timestamp\` is corrected by the difference between \`sent_at\` and the time at which the request arrives, when that is
more than 5 seconds, so that a wrong clock does no harm. Set \`sent_at\` to the time of each try, anew when a request is
repeated: a request that is repeated ten minutes later with the same \`sent_at\` looks like a clock that is ten minutes slow.
A \`sent_at\` before \`event_timestamp\` contradicts it and corrects nothing.

An optional field that is \`null\` or \`""\` is absent. No field of the envelope tells who the player is: \`player_id\` is a name
that only the game can resolve. A field that appears twice, here or inside \`event_data\`, is a mismatch.

## Versions

\`event_version\` says which schema an event was written for: \`major.minor\`; a third number is not looked at.

- A minor may add optional fields and allow more than the one before; what was good stays good. A major may change anything.
- An event is judged by the minor that it names. If that is not registered, by the highest of its major that it satisfies.
- Without \`event_version\` it is judged by the highest major. A major that is not registered is a mismatch at \`/event_version\`.

## Values

A value is what JSON says it is: \`"4"\` is text and no number. An optional field that is not known may be left out, \`null\` or
\`""\`, which all read as NULL. Whole numbers have 64 bits. Numbers are kept as doubles, but where decimals are named: those are exact and have 18 digits in all.

Each event type is a view in SQL, its name in snake_case (\`gameStarted\` is \`game_started\`), with a column per field beside
those of the envelope:
\`SELECT level_id, count(*) FROM level_completed WHERE event_date = '2026-09-21' GROUP BY level_id\`.

Fields marked as personal data tell something about a person: do not show them where \`player_id\` would not be shown.
Retention says how long the rows are worth keeping, for those who set that up; nothing is deleted by it here.

## Event types

${table(['type', '', 'owner', 'version'], registry.map(indexRow))}

${registry.map(eventSection).join('\n')}`;
}

function envelopeRows({ required, properties }: Envelope): string[][] {
  return Object.entries(properties).map(([name, property]) => [
    `\`${name}\``,
    required.includes(name) ? 'required' : '',
    wordsOf(name) ?? allowedValues(property),
    property.unit ?? '',
    property.description ?? '',
  ]);
}

/** `must be a UUID` → `text: a UUID` */
function wordsOf(name: string): string | undefined {
  const rule = envelopeRules.get(name);
  return rule && `text: ${rule.replace(/^must (be|have) /, '')}`;
}

function indexRow(type: EventRegistry[number]): string[] {
  const { schema, about, name } = latestVersion(type);
  return [`[\`${type.name}\`](#${anchor(type.name)})`, schema.description, about.owner, name];
}

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^\w-]/g, '');
}
