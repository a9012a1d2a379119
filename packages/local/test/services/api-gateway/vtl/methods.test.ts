import { describe, expect, it } from 'vitest';
import type { Unresolved } from '../../../../src/services/api-gateway/vtl/rendering.ts';
import { VtlRenderError } from '../../../../src/services/api-gateway/vtl/vtl-error.ts';
import { render } from './render.ts';

describe('methods of a text', () => {
  it.each([
    ['"héllo".length()', '5'],
    ['"".isEmpty()', 'true'],
    ['"".empty', 'true'],
    ['"  ".isBlank()', 'true'],
    ['"  a ".trim()', 'a'],
    ['"aB".toUpperCase()', 'AB'],
    ['"aB".toLowerCase()', 'ab'],
    ['"aB".toString()', 'aB'],
    ['"hello".hashCode()', '99162322'],
    ['"abc".charAt(1)', 'b'],
    ['"abc".substring(1)', 'bc'],
    ['"abc".substring(1, 2)', 'b'],
    ['"abc".substring(3)', ''],
    ['"a".concat("b")', 'ab'],
    ['"abc".contains("b")', 'true'],
    ['"abc".startsWith("b")', 'false'],
    ['"abc".endsWith("c")', 'true'],
    ['"abc".equals("abc")', 'true'],
    ['"1".equals(1)', 'false'],
    ['"abc".equalsIgnoreCase("ABC")', 'true'],
    ['"abc".compareTo("abd")', '-1'],
    ['"abcb".indexOf("b")', '1'],
    ['"abcb".indexOf("b", 2)', '3'],
    ['"abcb".lastIndexOf("b")', '3'],
    ['"a.b.c".replace(".", "$1")', 'a$1b$1c'],
    ['"a.b.c".replaceAll("\\.", "-")', 'a-b-c'],
    [`"2026-01-02".replaceAll("(\\d+)-(\\d+)-(\\d+)", '$3.$2.$1')`, '02.01.2026'],
    [`"ab".replaceAll("(a)|(x)", '<$1\\$$2>')`, '<a$>b'],
    ['"aab".replaceFirst("a", "x")', 'xab'],
    ['"ABC".replaceAll("(?i)b", "-")', 'A-C'],
    ['"a+b".replaceAll("\\Q+\\E", "-")', 'a-b'],
    ['"a1 B".replaceAll("\\p{Alpha}", "x")', 'x1 x'],
    ['"abc".matches("[a-c]+")', 'true'],
    ['"abcd".matches("a|abc")', 'false'],
    ['"a,b,,c,,".split(",")', '[a, b, , c]'],
    ['"a,b,,c,,".split(",", -1)', '[a, b, , c, , ]'],
    ['"a,b,c".split(",", 2)', '[a, b,c]'],
    ['"abc".split("")', '[a, b, c]'],
    ['"".split(",").size()', '1'],
  ])('%s is %s', (call, expected) => {
    const [, literal = '', rest = ''] = /^("(?:[^"]*)")(.*)$/.exec(call) ?? [];
    expect(render(`#set($s = ${literal})$s${rest}`)).toBe(expected);
  });
});

describe('methods of lists, maps, numbers and booleans', () => {
  it.each([
    ['[1, 2]', '.size()', '2'],
    ['[1, 2]', '.isEmpty()', 'false'],
    ['[]', '.empty', 'true'],
    ['[1, 2]', '.get(1)', '2'],
    ['[1, 2]', '.contains(2)', 'true'],
    ['[1, 2]', '.indexOf(5)', '-1'],
    ['[1, 2]', '.set(0, 9) $x', '1 [9, 2]'],
    ['[1]', '.add("b") $x', 'true [1, b]'],
    ['[1]', '.addAll([2, 3]) $x', 'true [1, 2, 3]'],
    ['[1, 2, 3]', '.subList(1, 3)', '[2, 3]'],
    ['[1]', '.toString()', '[1]'],
    ['[1..3]', '.size()', '3'],
    ['{"a": 1}', '.a', '1'],
    ['{"a": 1}', '.get("a")', '1'],
    ['{"a": 1}', '.getOrDefault("b", 2)', '2'],
    ['{"a": 1}', '.getOrDefault("a", 2)', '1'],
    ['{"a": 1}', '.containsKey("a")', 'true'],
    ['{"a": 1}', '.containsValue(2)', 'false'],
    ['{"a": 1}', '.put("a", 2) $x', '1 {a=2}'],
    ['{"a": 1}', '.size()', '1'],
    ['{"a": 1}', '.isEmpty()', 'false'],
    ['{}', '.empty', 'true'],
    ['{"a": 1}', '.toString()', '{a=1}'],
    ['{"a": 1, "b": 2}', '.keySet()', '[a, b]'],
    ['{"a": 1, "b": 2}', '.values()', '[1, 2]'],
    ['{"a": 1}', '.entrySet()', '[a=1]'],
    ['{"a": 1}', '.putAll({"b": 2})$!x', '$x.putAll({"b": 2}){a=1, b=2}'],
    ['5', '.toString()', '5'],
    ['5', '.equals(5)', 'true'],
    ['5', '.compareTo(6)', '-1'],
    ['5.7', '.intValue()', '5'],
    ['5.7', '.longValue()', '5'],
    ['5', '.doubleValue()', '5.0'],
    ['true', '.toString()', 'true'],
    ['true', '.equals(true)', 'true'],
  ])('%s%s is %s', (value, rest, expected) => {
    expect(render(`#set($x = ${value})$x${rest}`)).toBe(expected);
  });

  it('goes through entries by getters and properties', () => {
    const template = '#foreach($e in $m.entrySet())$e.key=$e.getKey():$e.value=$e.getValue():$e.toString();#end';
    expect(render(`#set($m = {"a": 1})${template}`)).toBe('a=a:1=1:a=1;');
  });

  it.each([
    ['#set($s = "abc")$s.substring(4)', 'index 4 lies outside of a text of 3 characters'],
    ['#set($s = "abc")$s.charAt(3)', 'index 3 lies outside of a text'],
    ['#set($s = "abc")$s.replaceAll("(", "")', 'the regular expression "(" cannot be read'],
    [`#set($s = "abc")$s.replaceAll("b", '$1')`, 'the replacement names no group $1'],
    ['#set($l = [1])$l.get(1)', 'index 1 lies outside of a list of 1 elements'],
    ['#set($l = [1])$l.subList(0, 2)', 'index 2 lies outside'],
    ['#set($l = [1])$l.addAll(2)', 'addAll takes a list'],
    ['#set($m = {})$m.putAll(2)', 'putAll takes a map'],
    ['#set($l = [1..3])$l.add(4)', 'a range cannot be changed'],
    ['#set($l = [1..3])#set($l[0] = 4)', 'a range cannot be changed'],
    ['#set($s = "x")#set($s.y = 1)', '$s.y cannot be set, there is nothing that holds it'],
    ['#set($stageVariables.y = 1)', '"y" cannot be set'],
    ['$util.parseJson("{")', '$util.parseJson: not JSON'],
    ['$util.urlDecode("%zz")', 'is not URL-encoded'],
    ['#set($p = "$..a")$input.json($p)', 'the deep scan'],
    ['#set($i = "x")$input.json("$.a[$i]")', 'cannot read "[x]"'],
  ])('%s fails with: %s', (template, problem) => {
    expect(() => render(template)).toThrow(VtlRenderError);
    expect(() => render(template)).toThrow(problem);
  });
});

describe('unresolved references', () => {
  const template = `$missing $!quiet
#set($s = "x")$s.foo(1) $!s.bar $s.length(1) $s[0]
#if($s.baz())#end$context.nothing $stageVariables.none $input.path('$.none') $input.foo() $util.qr("x")`;

  it('print as they stand, while what API Gateway provides without a value prints as nothing', () => {
    expect(render(template)).toBe(`$missing \n$s.foo(1)  $s.length(1) $s[0]\n   $input.foo() $util.qr("x")`);
  });

  it('are told to the caller with their place', () => {
    const seen: Unresolved[] = [];
    render(template, { onUnresolved: (unresolved) => seen.push(unresolved) });
    expect(seen.map(({ text, line, column, reason }) => `${line}:${column} ${text}: ${reason}`)).toEqual([
      '1:1 $missing: no value',
      '2:15 $s.foo(1): unknown method "foo" with 1 argument(s) of a text',
      '2:25 $!s.bar: unknown property "bar" of a text',
      '2:33 $s.length(1): unknown method "length" with 1 argument(s) of a text',
      '2:46 $s[0]: unknown index 0 of a text',
      '3:5 $s.baz(): unknown method "baz" with 0 argument(s) of a text',
      '3:78 $input.foo(): unknown method "foo" with 0 argument(s) of $input',
      '3:91 $util.qr("x"): unknown method "qr" with 1 argument(s) of $util',
    ]);
  });

  it.each([
    ['true', 'a boolean'],
    ['5', 'a number'],
    ['5.5', 'a number'],
    ['[]', 'a list'],
    ['{}', 'a map'],
  ])('name what has no such method: %s is %s', (value, kind) => {
    const seen: string[] = [];
    render(`#set($x = ${value})$x.foo()`, { onUnresolved: ({ reason }) => seen.push(reason) });
    expect(seen).toEqual([`unknown method "foo" with 0 argument(s) of ${kind}`]);
  });
});
