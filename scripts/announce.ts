import type { RunFile } from 'assembly-runtime';
import { defaultState } from './start-options.ts';

/** Where everything is, and how to send a first event: what `npm start` prints before its last line. */
export function announce(file: RunFile, state: string): string[] {
  const { api, console, clickhouse, opensearch, aws } = file;
  const addresses = { API: api, console, ClickHouse: clickhouse, OpenSearch: opensearch, 'AWS endpoint': aws };
  const rows = Object.entries(addresses).filter((row): row is [string, string] => row[1] !== undefined);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    '',
    ...rows.map(([name, address]) => `  ${name.padEnd(width)}  ${withoutLogin(address)}`),
    '',
    'Send a first event, from this folder in another terminal:',
    '',
    firstEvent(api, state),
    '',
  ];
}

/** The console's lines are shown and copied; a password belongs into run.json alone. */
function withoutLogin(address: string): string {
  const url = new URL(address);
  return url.username === '' ? address : `${url.origin} (user and password: run.json)`;
}

/** One line of sh: an application, a key for it, and an event. */
function firstEvent(api: string, state: string): string {
  const target = state === defaultState ? '' : ` --state '${state.replaceAll("'", "'\\''")}'`;
  const event =
    '{"event_id":"\'$(node -p "crypto.randomUUID()")\'","event_type":"login","event_name":"login",' +
    '"event_timestamp":\'$(date +%s)\',"player_id":"player-1","event_data":{"platform":"pc"}}';
  return [
    `APP=$(npx gap apps create "My game"${target})`,
    `KEY=$(npx gap keys create $APP --name first${target})`,
    `curl ${api}/applications/$APP/events -H "Authorization: $KEY" -H 'Content-Type: application/json' -d '{"events":[${event}]}'`,
  ].join(' && ');
}
