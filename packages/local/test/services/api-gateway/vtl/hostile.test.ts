import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../src/services/api-gateway/vtl/template.ts';
import { cpuMilliseconds } from '../../../../testing/cpu-time.ts';
import { render } from './render.ts';

describe('values are never read as a template', () => {
  const attacks = [
    '$util.base64Decode("eA==")',
    '#set($context.responseOverride.status = 200)',
    '#foreach($i in [1..1000000])x#end',
    '${context.identity.apiKey}',
    '#stop',
    '"" $input.body',
    '\\$context.stage ##',
    "'); $x",
    '__proto__',
  ];

  it.each(attacks)('%s', (attack) => {
    const template = `#set($v = $input.path('$.v'))#set($s = "<$v>")$v|$s|$input.json('$.v')|$util.base64Decode($util.base64Encode("$s"))|$input.params('p')|$stageVariables.s|$context.c`;
    const context: Record<string, unknown> = { c: attack, stage: 'prod' };
    const output = render(template, {
      body: JSON.stringify({ v: attack }),
      parameters: { querystring: { p: attack } },
      stageVariables: { s: attack },
      context,
    });
    expect(output).toBe(
      [attack, `<${attack}>`, JSON.stringify(attack), `<${attack}>`, attack, attack, attack].join('|'),
    );
    expect(Object.keys(context)).toEqual(['c', 'stage']);
  });

  it('a value in a path is data of the path, not template', () => {
    const body = '{"list": [1], "i": "$context.stage"}';
    expect(() => render(`#set($i = $input.path('$.i'))$input.json("$.list[$i]")`, { body })).toThrow('cannot read');
  });
});

describe('names of Object.prototype', () => {
  const body = '{"__proto__": {"polluted": "p"}, "constructor": "c", "toString": "t"}';

  it('are members like any other', () => {
    expect(render(`$input.path('$.__proto__.polluted') $input.path('$').constructor`, { body })).toBe('p c');
    expect(render(`$input.path('$').get("__proto__").polluted $input.path('$')["__proto__"]`, { body })).toBe(
      'p {polluted=p}',
    );
  });

  it('are absent where nobody put them', () => {
    const template = `$context.constructor|$context["__proto__"]|$stageVariables.toString|$input.params().get("valueOf")|$input.params("constructor")|$input.path('$.valueOf')`;
    expect(render(template)).toBe('|||||');
    expect(render('#set($m = {})$m.constructor $m["__proto__"]')).toBe('$m.constructor $m["__proto__"]');
  });

  it('never reach a prototype by #set, put or an override', () => {
    const context: Record<string, unknown> = {};
    render(
      `#set($b = $input.path('$'))#set($b["__proto__"] = {"polluted": 1})
$b.put("__proto__", 1)#set($m = {})#set($m["__proto__"] = 1)$m.put("constructor", 1)
#set($context.requestOverride.header["__proto__"] = "x")$input.json('$')`,
      { body, context },
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(JSON.stringify(context)).toBe('{"requestOverride":{"header":{"__proto__":"x"}}}');
  });
});

describe('sizes', () => {
  it('prints a body of a hundred thousand levels', () => {
    const depth = 100_000;
    const lists = '['.repeat(depth) + ']'.repeat(depth);
    expect(render(`$input.path('$')$input.json('$')`, { body: lists })).toBe(lists + lists);
    const maps = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(render(`$input.path('$')`, { body: maps })).toBe(`${'{a='.repeat(depth)}1${'}'.repeat(depth)}`);
  });

  it('prints a list of three hundred thousand elements', () => {
    const body = `{"a":[${new Array(300_000).fill('1').join()}]}`;
    const changed = `#set($b = $input.path('$'))#set($b.x = 1)$input.json('$.a')`;
    expect(render(changed, { body })).toBe(body.slice(5, -1));
  });

  it('stops a map that holds itself', () => {
    expect(() => render('#set($m = {})#set($m.a = $m)$m')).toThrow('longer than the 10 MB');
  });

  it('keeps an integer of a million digits as text', () => {
    const digits = '9'.repeat(1_000_000);
    expect(render(`$input.path('$.n')`, { body: `{"n":${digits}}` })).toBe(digits);
  });

  it('allows 1,000 iterations of a loop and refuses the next', () => {
    const template = `#foreach($x in $input.path('$'))#if($x == 2)#break#end$x#end`;
    const body = (count: number) => JSON.stringify(new Array(count).fill(1));
    expect(render(template, { body: body(1000) })).toHaveLength(1000);
    expect(() => render(template, { body: body(1001) })).toThrow(
      '#foreach of line 1 has 1001 iterations; API Gateway allows 1000',
    );
    expect(render(template, { body: `[1,2,${body(1001).slice(1)}` })).toBe('1');
    expect(() => render('#foreach($i in [1..1000000000])$i#end')).toThrow('API Gateway allows 1000');
  });

  it('encodes lone surrogates as replacement characters', () => {
    const encoded = render(`$util.base64Encode($input.path('$.s'))$util.urlEncode($input.path('$.s'))`, {
      body: '{"s":"\\ud800"}',
    });
    expect(encoded).toBe('77+9%EF%BF%BD');
  });
});

describe('a compiled template', () => {
  it('keeps nothing from one rendering to the next', () => {
    const template = compileTemplate(`#set($n = $n + 1)#if(!$x)first#end#set($x = $input.path('$.x'))$x`);
    expect(template.render({ body: '{"x":1}' })).toBe('first1');
    expect(template.render({ body: '{"x":2}' })).toBe('first2');
    expect(template.render({ body: '{}' })).toBe('first$x');
  });

  it('maps 1,000 events without reading a string again', () => {
    const template = compileTemplate(
      `#foreach($e in $input.path('$.events'))$util.base64Encode("{""event"":$input.json(""$.events[$foreach.index]"")}")#end`,
    );
    const body = JSON.stringify({ events: new Array(1000).fill({ event_id: 'x', data: 'y'.repeat(300) }) });
    const started = cpuMilliseconds();
    for (let turn = 0; turn < 20; turn++) template.render({ body });
    // 20,000 events; each takes a few microseconds, and reading its strings again would take a hundred.
    expect(cpuMilliseconds() - started).toBeLessThan(2000);
  });
});
