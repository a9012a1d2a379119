import { describe, expect, it } from 'vitest';
import { BodyNotJsonError } from '../../../../src/services/api-gateway/vtl/vtl-error.ts';
import { render } from './render.ts';

const body =
  '{ "id": 12345678901234567890, "price": 1.10, "long": 1.100000000000000000000, "e": 1e10, "zero": -0,' +
  '"text": "a\\"b", "yes": true, "none": null, "list": [ 1.10, {"k": "v"} ], "map": {"a": [1, 2], "b": {"c": "d"}} }';

describe('$input', () => {
  it.each([
    ['$input.json("$.id")', '12345678901234567890'],
    ['$input.json("$.price")', '1.10'],
    ['$input.json("$.list")', '[ 1.10, {"k": "v"} ]'],
    ['$input.json("$.none")', 'null'],
    ['$input.json("$.missing")', '""'],
    ['$input.json("$.text")', '"a\\"b"'],
    ['$input.path("$.id")', '12345678901234567890'],
    ['$input.path("$.price")', '1.1'],
    ['$input.path("$.long")', '1.100000000000000000000'],
    ['$input.path("$.e")', '1.0E10'],
    ['$input.path("$.zero")', '0'],
    ['$input.path("$.text")', 'a"b'],
    ['$input.path("$.yes")', 'true'],
    ['$input.path("$.none")', ''],
    ['$input.path("$.list")', '[ 1.10, {"k": "v"} ]'],
    ['$input.path("$.list")[1].k', 'v'],
    ['$input.path("$.map")', '{a=[1, 2], b={c=d}}'],
    ['#set($n = "list")$input.json("$.$n")', '[ 1.10, {"k": "v"} ]'],
    ['#set($i = 0)$input.json("$.list[$i]") $input.json("$.map.a[$i]")', '1.10 1'],
    ['#set($i = 1)$input.path("$.list[$i].k") $input.json("$[\'map\'].a[$i]")', 'v 2'],
    ['#set($i = -1)$input.json("$.map.a[$i]")', '2'],
    ['#set($i = 0)#set($j = 1)$input.json("$.list[$i][$j]")', '""'],
    ['#set($i = "k")$input.json("$.list[1][\'$i\']")', '"v"'],
    ['#set($p = "$.yes")$input.json($p)$input.path($p)', 'truetrue'],
    ['#set($d = "x")$input.params($d)', 'path'],
    ['$input.params("y") $input.params("z") [$input.params("none")]', 'query header []'],
    ['$input.params().querystring.get("x") $input.params().header.x', 'query2 header2'],
    ['$input.body.length()', String(body.length)],
    ['$input', '$input'],
    ['#foreach($k in $input.path("$.map").keySet())$k#end', 'ab'],
    ['#foreach($v in $input.path("$.map"))$v;#end', '[1, 2];{c=d};'],
  ])('%s is %s', (template, expected) => {
    const parameters = {
      path: { x: 'path' },
      querystring: { x: 'query2', y: 'query' },
      header: { x: 'header2', z: 'header' },
    };
    expect(render(template, { body, parameters })).toBe(expected);
  });

  it('takes an empty body for an empty object', () => {
    expect(render(`$input.json('$') $input.path('$').size() [$input.body]`, { body: '' })).toBe('{} 0 []');
  });

  it('reads the body only when the template asks for it', () => {
    expect(render('fixed', { body: '{' })).toBe('fixed');
    expect(() => render(`$input.json('$')`, { body: '{' })).toThrow(BodyNotJsonError);
    expect(() => render(`$input.json('$')`, { body: '{' })).toThrow('the body is not JSON');
  });

  it('shows what a template changed in $input.path by $input.json too', () => {
    const template = `#set($b = $input.path('$'))#set($b.url = "u/$b.id")#set($b.list[0] = 2)
#set($added = $b.list.add("x"))$input.json('$') $input.json('$.list[1]') $input.json('$.no') $b.list $input.path('$.list[-1]')
$b.containsKey("url") $b.get("url") $b.list.get(2) $input.json('$.list[9]') $input.path('$.id.x')`;
    expect(render(template, { body: '{"id": 7, "list": [1, {"k": 1}]}' })).toBe(
      `{"id":7,"list":[2,{"k":1},"x"],"url":"u/7"} {"k":1} "" [2,{"k":1},"x"] x\ntrue u/7 x "" `,
    );
  });

  it('shows through each reference to an object or list what was changed through another', () => {
    const template = `#set($a = $input.path('$.o'))#set($b = $input.path('$').o)#set($c = $b.list)#set($a.x = 2)
#set($added = $a.list.add(3))$b.x $c.size() $input.path('$.o.list') #if($a == $b)same#end`;
    expect(render(template, { body: '{"o": {"list": [1]}}' })).toBe('2 2 [1,3] same');
  });
});

describe('$util', () => {
  it.each([
    [`escapeJavaScript("it's ""a"" / \\ é")`, `it\\'s \\"a\\" \\/ \\\\ \\u00E9`],
    ['escapeJavaScript($control)', '\\b\\n\\t\\f\\r\\u0001\\u007F\\uD83D\\uDE00'],
    ['escapeJavaScript(5)', '5'],
    ['urlEncode("a b&c=é~!*-._")', 'a+b%26c%3D%C3%A9%7E%21*-._'],
    ['urlDecode("a+b%26c%3D%C3%A9")', 'a b&c=é'],
    ['base64Encode("é$control")', Buffer.from('é\b\n\t\f\r\u0001\u007f😀').toString('base64')],
    ['base64Decode("w6k=")', 'é'],
    ['base64Encode($none)', '$util.base64Encode($none)'],
    [`parseJson('{"a":[1,{"b":2.50}]}')`, '{a=[1,{"b":2.50}]}'],
    ['parseJson("[1, 2]").size()', '2'],
    ['parseJson("5")', '5'],
  ])('%s is %s', (call, expected) => {
    const context = { control: '\b\n\t\f\r\u0001\u007f😀' };
    expect(render(`#set($control = $context.control)$util.${call}`, { context })).toBe(expected);
  });
});

describe('$context', () => {
  it('is read by own properties, nested, with numbers as they are', () => {
    const context = {
      requestTimeEpoch: 1_767_225_600_123,
      share: 0.5,
      authorizer: { principalId: 'p', scopes: ['a', 'b'], none: null, call: () => 1, big: 2n ** 64n, ok: true },
    };
    const template =
      '$context.requestTimeEpoch $context.share $context.authorizer.scopes[1] $context.authorizer.keySet()';
    expect(render(template, { context })).toBe('1767225600123 0.5 b [principalId, scopes, none, call, big, ok]');
    expect(
      render('$context.authorizer.none|$context.authorizer.call|$context.authorizer.big|$context.authorizer.ok', {
        context,
      }),
    ).toBe('||18446744073709551616|true');
  });
});
