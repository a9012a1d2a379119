import { compileTemplate } from '../src/services/index.ts';
import { compare, type Ratio } from './compare.ts';

const eventCount = 100;
const rendersPerTurn = 10;

const template = compileTemplate(`{"StreamName":"events","Records":[
#foreach($event in $input.path('$.events'))
#set($data = "{""event"":$input.json(""$.events[$foreach.index]""),""application_id"":""$input.params('applicationId')"",""validated"":true,""request_id"":""$context.requestId"",""request_time"":$context.requestTimeEpoch}")
#set($key = $event.event_id)
#if($event.player_id)
#set($key = $event.player_id)
#end
{"Data":"$util.base64Encode($data)","PartitionKey":"$key"}#if($foreach.hasNext),#end
#end
]}`);

const applicationId = '6f2a1c9e-0d4b-4f5e-9a51-3a1d0e7c2b11';
const context = { requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef', requestTimeEpoch: 1_767_225_600_123 };

interface Event {
  readonly event_id: string;
  readonly player_id?: string;
}

/** What a Lambda function would do in the template's place: read, wrap and write every event. */
function mapByHand(body: string): string {
  const { events }: { readonly events: readonly Event[] } = JSON.parse(body);
  const records = events.map((event) => {
    const record = {
      event,
      application_id: applicationId,
      validated: true,
      request_id: context.requestId,
      request_time: context.requestTimeEpoch,
    };
    const data = Buffer.from(JSON.stringify(record), 'utf8').toString('base64');
    return `{"Data":"${data}","PartitionKey":"${event.player_id ?? event.event_id}"}`;
  });
  return `{"StreamName":"events","Records":[\n${records.join(',')}]}`;
}

function bodyOfEvents(): string {
  const events = Array.from({ length: eventCount }, (_, index) => ({
    event_id: `0198c0de-1a2b-4c3d-8e4f-${String(index).padStart(12, '0')}`,
    event_type: 'match_end',
    event_name: 'match_end',
    event_version: '1.0.0',
    event_timestamp: 1_767_225_600 + index / 1000,
    app_version: '2.14.3',
    ...(index % 4 === 0 ? {} : { player_id: `player-${index}` }),
    session_id: `session-${index % 7}`,
    event_data: {
      match_id: `m-${index}`,
      map_id: 'dust',
      match_result_type: 'WIN',
      exp_gained: index * 17,
      spells: [3, 1, 4],
    },
  }));
  return JSON.stringify({ events });
}

export async function run(): Promise<Ratio[]> {
  const body = bodyOfEvents();
  const parameters = { path: { applicationId } };
  const byTemplate = () => template.render({ body, parameters, context });
  if (byTemplate() !== mapByHand(body)) throw new Error('the template and the function map the events differently');
  const repeat = (work: () => unknown) => () => {
    for (let turn = 0; turn < rendersPerTurn; turn++) work();
  };
  return [
    await compare({
      name: `VTL mapping of ${eventCount} events`,
      subject: repeat(byTemplate),
      peer: repeat(() => mapByHand(body)),
      peerName: 'a hand-written function',
      target: 0.34,
    }),
  ];
}
