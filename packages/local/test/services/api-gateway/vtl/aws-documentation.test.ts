import { describe, expect, it } from 'vitest';
import type { TemplateContext } from '../../../../src/services/api-gateway/vtl/template.ts';
import { render, renderJson } from './render.ts';

const guide = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

interface Case {
  readonly page: string;
  readonly name: string;
  readonly template: string;
  readonly given?: Partial<TemplateContext>;
  readonly expected: unknown;
}

const pets =
  '[{"id":1,"type":"dog","price":249.99},{"id":2,"type":"cat","price":124.99},{"id":3,"type":"fish","price":0.99}]';

const photo = (id: string, owner: string, title: string) => ({
  id,
  owner,
  title,
  ispublic: 1,
  isfriend: 0,
  isfamily: 0,
});
const photos = JSON.stringify({
  photos: {
    page: 1,
    pages: '1234',
    perpage: 100,
    total: '123398',
    photo: [
      { ...photo('12345678901', '23456789@A12', 'Sample photo 1'), secret: 'abc123d456', server: '1234', farm: 1 },
      { ...photo('23456789012', '34567890@B23', 'Sample photo 2'), secret: 'bcd234e567', server: '2345', farm: 2 },
    ],
  },
});

const identity = { sourceIp: '192.0.2.1', userAgent: 'curl/7.84.0', accountId: '111122223333', apiKey: 'MyTestKey' };

const cases: readonly Case[] = [
  {
    page: `${guide}/api-gateway-mapping-variable-examples.html`,
    name: 'several $context variables',
    template: `{
      "stage" : "$context.stage",
      "request_id" : "$context.requestId",
      "source_ip" : "$context.identity.sourceIp",
      "user-agent" : "$context.identity.userAgent",
      "account_id" : "$context.identity.accountId",
      "api_key" : "$context.identity.apiKey",
      "caller" : "$context.identity.caller"
    }`,
    given: { context: { stage: 'prod', requestId: 'abcdefg-000-000-0000-abcdefg', identity } },
    expected: {
      stage: 'prod',
      request_id: 'abcdefg-000-000-0000-abcdefg',
      source_ip: '192.0.2.1',
      'user-agent': 'curl/7.84.0',
      account_id: '111122223333',
      api_key: 'MyTestKey',
      caller: '',
    },
  },
  {
    page: `${guide}/api-gateway-mapping-variable-examples.html`,
    name: 'all request parameters by nested loops',
    template: `#set($allParams = $input.params())
{
  "params" : {
    #foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
    "$type" : {
      #foreach($paramName in $params.keySet())
      "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
      #if($foreach.hasNext),#end
      #end
    }
    #if($foreach.hasNext),#end
    #end
  }
}`,
    given: {
      parameters: { path: { id: 'a' }, querystring: { q: 'b"c', r: '' }, header: { 'X-Trace': 'd', Accept: '*' } },
    },
    expected: {
      params: { path: { id: 'a' }, querystring: { q: 'b"c', r: '' }, header: { 'X-Trace': 'd', Accept: '*' } },
    },
  },
  {
    page: `${guide}/api-gateway-mapping-template-reference.html#input-variable-reference`,
    name: 'a parameter and the whole body',
    template: `{ "name" : "$input.params('name')", "body" : $input.json('$') }`,
    given: { body: '{"mykey": 1.10}', parameters: { querystring: { name: 'Bella' } } },
    expected: { name: 'Bella', body: { mykey: 1.1 } },
  },
  {
    page: `${guide}/api-gateway-mapping-template-reference.html#input-variable-reference`,
    name: 'a part of the body',
    template: `{ "name" : "$input.params('name')", "body" : $input.json('$.mykey') }`,
    given: { body: '{"mykey": {"a": [1, 2]}}', parameters: { header: { name: 'Bella' } } },
    expected: { name: 'Bella', body: { a: [1, 2] } },
  },
  {
    page: `${guide}/api-gateway-mapping-template-reference.html#input-variable-reference`,
    name: 'all three functions of $input',
    template: `{ "id" : "$input.params('id')", "count" : "$input.path('$.things').size()", "things" : $input.json('$.things') }`,
    given: { body: '{"things":{"1":{},"2":{},"3":{}}}', parameters: { path: { id: 'abc' } } },
    expected: { id: 'abc', count: '3', things: { 1: {}, 2: {}, 3: {} } },
  },
  {
    page: `${guide}/api-gateway-mapping-template-reference.html#input-variable-reference`,
    name: 'the elements of an array are counted',
    template: `"$input.path('$.pets').count()"`,
    given: { body: `{"pets":${pets}}` },
    expected: '3',
  },
  {
    page: `${guide}/api-gateway-mapping-template-reference.html#stagevariables-template-reference`,
    name: 'the three ways to write a stage variable',
    template: `["$stageVariables.version", "$stageVariables['version']", "\${stageVariables['version']}"]`,
    given: { stageVariables: { version: 'v2' } },
    expected: ['v2', 'v2', 'v2'],
  },
  {
    page: `${guide}/api-gateway-mapping-template-reference.html#util-template-reference`,
    name: 'escaped single quotes are turned back',
    template: `{"a": "$util.escapeJavaScript($input.path('$.a')).replaceAll("\\\\'","'")"}`,
    given: { body: JSON.stringify({ a: `it's "quoted"` }) },
    expected: { a: `it's "quoted"` },
  },
  {
    page: `${guide}/api-gateway-mapping-template-reference.html#util-template-reference`,
    name: 'stringified JSON is read',
    template: `#set ($errorMessageObj = $util.parseJson($input.path('$.errorMessage')))
{
  "errorMessageObjKey2ArrVal" : $errorMessageObj.key2.arr[0]
}`,
    given: { body: '{"errorMessage":"{\\"key1\\":\\"var1\\",\\"key2\\":{\\"arr\\":[1,2,3]}}"}' },
    expected: { errorMessageObjKey2ArrVal: 1 },
  },
  {
    page: `${guide}/models-mappings.html`,
    name: 'a description of each element',
    template: `#set($inputRoot = $input.path('$'))
[
#foreach($elem in $inputRoot)
  {
    "description" : "Item $elem.id is a $elem.type.",
    "askingPrice" : $elem.price
  }#if($foreach.hasNext),#end

#end
]`,
    given: { body: pets },
    expected: [
      { description: 'Item 1 is a dog.', askingPrice: 249.99 },
      { description: 'Item 2 is a cat.', askingPrice: 124.99 },
      { description: 'Item 3 is a fish.', askingPrice: 0.99 },
    ],
  },
  {
    page: `${guide}/example-photos.html`,
    name: 'the output mapping of the photos',
    template: `#set($inputRoot = $input.path('$'))
{
  "photos": [
#foreach($elem in $inputRoot.photos.photo)
    {
      "id": "$elem.id",
      "owner": "$elem.owner",
      "title": "$elem.title",
      "ispublic": $elem.ispublic,
      "isfriend": $elem.isfriend,
      "isfamily": $elem.isfamily
    }#if($foreach.hasNext),#end
\t\t
#end
  ]
}`,
    given: { body: photos },
    expected: {
      photos: [
        photo('12345678901', '23456789@A12', 'Sample photo 1'),
        photo('23456789012', '34567890@B23', 'Sample photo 2'),
      ],
    },
  },
  {
    page: `${guide}/integrating-api-with-aws-services-kinesis.html`,
    name: 'PutRecord',
    template: `{
      "StreamName": "$input.params('stream-name')",
      "Data": "$util.base64Encode($input.json('$.Data'))",
      "PartitionKey": "$input.path('$.PartitionKey')"
    }`,
    given: { body: '{"Data": "some data", "PartitionKey": "some key"}', parameters: { path: { 'stream-name': 's' } } },
    expected: { StreamName: 's', Data: btoa('"some data"'), PartitionKey: 'some key' },
  },
  {
    page: `${guide}/integrating-api-with-aws-services-kinesis.html`,
    name: 'PutRecords, with a hyphen in a member name',
    template: `{
      "StreamName": "$input.params('stream-name')",
      "Records": [
         #foreach($elem in $input.path('$.records'))
            {
              "Data": "$util.base64Encode($elem.data)",
              "PartitionKey": "$elem.partition-key"
            }#if($foreach.hasNext),#end
          #end
      ]
    }`,
    given: {
      body: '{"records":[{"data":"some data","partition-key":"k1"},{"data":"some other data","partition-key":"k2"}]}',
      parameters: { path: { 'stream-name': 's' } },
    },
    expected: {
      StreamName: 's',
      Records: [
        { Data: btoa('some data'), PartitionKey: 'k1' },
        { Data: btoa('some other data'), PartitionKey: 'k2' },
      ],
    },
  },
];

describe('templates of the API Gateway developer guide', () => {
  it.each(cases)('$name ($page)', ({ template, given, expected }) => {
    expect(renderJson(template, given)).toEqual(expected);
  });
});

describe(`overrides (${guide}/apigateway-override-request-response-parameters.html)`, () => {
  it('sets the status of the response when the body holds an error', () => {
    const template = `#set($inputRoot = $input.path('$'))
$input.json("$")
#if($inputRoot.toString().contains("error"))
#set($context.responseOverride.status = 400)
#end
`;
    const failed: Record<string, unknown> = {};
    const body = '{"errors":[{"key":"GetPetRequest.petId","message":"The value is out of range."}]}';
    expect(render(template, { body, context: failed })).toBe(`${body}\n`);
    expect(failed).toEqual({ responseOverride: { status: 400 } });
    const fine: Record<string, unknown> = {};
    render(template, { body: '{"id":1}', context: fine });
    expect(fine).toEqual({});
  });

  it('makes a header of two others and replaces one', () => {
    const context: Record<string, unknown> = {};
    const parameters = { header: { header1: 'header1Val', header2: 'header2Val' } };
    render(
      `#set($header1Override = "foo")
#set($header3Value = "$input.params('header1')$input.params('header2')")
$input.json("$")
#set($context.requestOverride.header.header3 = $header3Value)
#set($context.requestOverride.header.header1 = $header1Override)
#set($context.requestOverride.path.id = 5)
#set($context.requestOverride.querystring['a b'] = ["x", 1.5, {"k": "v"}])`,
      { context, parameters },
    );
    expect(context).toEqual({
      requestOverride: {
        header: { header3: 'header1Valheader2Val', header1: 'foo' },
        path: { id: 5 },
        querystring: { 'a b': ['x', 1.5, '{k=v}'] },
      },
    });
  });

  it('fails when one parameter is overridden twice', () => {
    const template = '#foreach($status in [400, 404])#set($context.responseOverride.status = $status)#end';
    expect(() => render(template)).toThrow('$context.responseOverride.status is overridden twice');
  });

  it.each([
    '$context.stage',
    '$context.responseOverride.body',
    '$context.responseOverride.path.x',
    '$context.requestOverride.header',
  ])('refuses to set %s, which is no override', (target) => {
    expect(() => render(`#set(${target} = "x")`)).toThrow(`${target} cannot be set`);
  });
});

describe('the game analytics template', () => {
  it('carries every digit and escape of 500 events into the records', () => {
    const template = `{"Records": [
      #set($i = 0)
      #foreach($event in $input.path('$.events'))
        #set($data = $input.json("$.events[$i]"))
        #set($output = "{
          ""event"": $data,
          ""aws_ga_api_requestId"": ""$context.requestId"",
          ""aws_ga_api_requestTimeEpoch"": $context.requestTimeEpoch,
          ""application_id"": ""$util.escapeJavaScript($input.params().path.get('applicationId'))""
        }" )
        {
          "Data": "$util.base64Encode($output)",
          "PartitionKey": "$event.event_id"
        }#if($foreach.hasNext),#end
        #set($i = $i + 1)
      #end
    ]}`;
    const event = (index: number) =>
      `{"event_id":"e${index}", "n":12345678901234567890, "p":1.10, "n":1e-7, "t":"\\u00e9\\/é$util.x #set($a=1)"}`;
    const events = Array.from({ length: 500 }, (_, index) => event(index));
    const output = renderJson(template, {
      body: `{"events": [${events.join(' ,\n')}]}`,
      context: { requestId: 'r', requestTimeEpoch: 1_767_225_600_123 },
      parameters: { path: { applicationId: 'app' } },
    }) as { readonly Records: readonly { readonly Data: string; readonly PartitionKey: string }[] };
    expect(output.Records).toHaveLength(500);
    for (const [index, record] of output.Records.entries()) {
      const data = Buffer.from(record.Data, 'base64').toString('utf8');
      expect(data).toContain(`"event": ${event(index)},`);
      expect(data).toContain('"aws_ga_api_requestTimeEpoch": 1767225600123,');
      expect(record.PartitionKey).toBe(`e${index}`);
    }
  });
});
