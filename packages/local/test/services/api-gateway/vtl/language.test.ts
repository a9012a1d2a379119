import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../src/services/api-gateway/vtl/template.ts';
import { VtlSyntaxError } from '../../../../src/services/api-gateway/vtl/vtl-error.ts';
import { render } from './render.ts';

type Rows = readonly (readonly [template: string, expected: string])[];

describe('references', () => {
  it.each<Rows[number]>([
    ['#set($a = 1)$a ${a} $!a $!{a}b ${a}b', '1 1 1 1b 1b'],
    ['$missing ${missing} $!missing|$!{missing}|$missing.a.b()', '$missing ${missing} ||$missing.a.b()'],
    ['$ $. $5 $$ #  # $', '$ $. $5 $$ #  # $'],
    ['#set($a = {"b": {"c": [1, 2]}})$a.b.c[1] ${a.b.c[0]}. $a["b"].c.size() $a.b.', '2 1. 2 {c=[1, 2]}.'],
    ['#set($a = 1)\\$a \\\\$a \\\\\\$a \\$b \\\\$b', '$a \\1 \\$a \\$b \\\\$b'],
    ['#set($a-b = 1)#set($_c = {"d_e": 2})$a-b $_c.d_e $_c._d', '1 2 {d_e=2}._d'],
    ['#set($a = "x")$a(1)', 'x(1)'],
    ['#set($m = {"a b": 1, 2: "two"})$m["a b"] $m.get(2) $m.get("2")', '1 two two'],
    ['#set($l = [1, 2, 3])$l[-1] $l.get(0) $l[7]', '3 1 $l[7]'],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });
});

describe('strings', () => {
  it.each<Rows[number]>([
    [`#set($x = 5)#set($s = "{""event"": $x, ""n"": """"}")$s`, '{"event": 5, "n": ""}'],
    [`#set($x = 5)#set($s = 'it''s $x #if(true)')$s`, `it's $x #if(true)`],
    [`#set($s = "a\\nb \\u00e9 'c'")$s`, `a\\nb é 'c'`],
    [`#set($x = 5)#set($s = "a#if($x == 5)five#{else}other#end")$s!`, 'afive!'],
    [`#set($s = "#foreach($i in [1..3])$i,#end")$s`, '1,2,3,'],
    [`#set($m = {"k": "v"})#set($s = "<$m.get(""k"")> $m.get('k')")$s`, '<v> v'],
    [`#set($s = "")[$s]`, '[]'],
    [`$util.base64Encode("{""a"":""$context.stage""}")`, btoa('{"a":"prod"}')],
    [
      `#set($s = "two
lines $none")$s`,
      'two\nlines $none',
    ],
  ])('%s', (template, expected) => {
    expect(render(template, { context: { stage: 'prod' } })).toBe(expected);
  });
});

describe('expressions', () => {
  it.each<Rows[number]>([
    ['1 + 2 * 3 - 4', '3'],
    ['(1 + 2) * 3', '9'],
    ['7 / 2', '3'],
    ['-7 % 3', '-1'],
    ['7.0 / 2', '3.5'],
    ['1.5 + 1', '2.5'],
    ['2.5 - 0.5', '2.0'],
    ['1.5 * 2', '3.0'],
    ['5.5 % 2', '1.5'],
    ['9007199254740991 + 2', '9007199254740993'],
    ['9223372036854775807 * 10', '92233720368547758070'],
    ['1 + "a"', '1a'],
    ['"a" + 1 + 2', 'a12'],
    ['1 / 0', '$r'],
    ['1.0 / 0', '$r'],
    ['1.0 % 0', '$r'],
    ['5 % 0', '$r'],
    ['true + 1', '$r'],
    ['$none + 1', '$r'],
    ['[1, "b", [2.5], {"k": true}]', '[1, b, [2.5], {k=true}]'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['[3..1]', '[3, 2, 1]'],
    ['["a".."b"]', '$r'],
    ['1e3', '1000.0'],
    ['1.5e10', '1.5E10'],
    ['1.0e-5', '1.0E-5'],
    ['0.0', '0.0'],
    ['-0.0', '-0.0'],
    ['!true', 'false'],
    ['not $none', 'true'],
    ['1 < 2 && 2 <= 2', 'true'],
    ['1 gt 2 or 2 ge 2', 'true'],
    ['1 lt 2 and 3 le 2', 'false'],
    ['1 == 1.0', 'true'],
    ['1 eq "1"', 'true'],
    ['"a" ne "b"', 'true'],
    ['"a" == "a"', 'true'],
    ['true == false', 'false'],
    ['[1] == [1]', 'true'],
    ['[1] == {}', 'false'],
    ['$none == $none', 'true'],
    ['$none == 1', 'false'],
    ['$none != 1', 'true'],
    ['"a" < "b"', 'false'],
    ['2 > 1', 'true'],
    ['9007199254740993 > 9007199254740992', 'true'],
  ])('%s is %s', (expression, expected) => {
    expect(render(`#set($r = ${expression})$r`)).toBe(expected);
  });
});

describe('directives', () => {
  it.each<Rows[number]>([
    ['#if(false)a#elseif($none)b#elseif(0)c#{else}d#end', 'c'],
    ['#if("")empty is true#end', 'empty is true'],
    ['#if(false)a#{else}b#{end}c', 'bc'],
    ['#if ( true )\n  a\n#end\nb', '  a\nb'],
    [
      '#foreach($x in ["a","b"])$foreach.index:$foreach.count:$velocityCount:$x:$foreach.first:$foreach.last#if($foreach.hasNext), #end#end',
      '0:1:1:a:true:false, 1:2:2:b:false:true',
    ],
    ['#foreach($x in {"a": 1, "b": 2})$x;#end', '1;2;'],
    ['#foreach($x in $none)never#end#foreach($x in "text")never#end', ''],
    ['#set($x = "kept")#foreach($x in [1])$x#end $x', '1 kept'],
    ['#foreach($i in [1..5])#if($i == 3)#break#end$i#end', '12'],
    ['#foreach($i in [1..2])#foreach($j in [1..2])$foreach.parent.index$foreach.index #end#end', '00 01 10 11 '],
    [
      '#foreach($i in [1..2])#if($velocityHasNext)more#end$foreach.isLast() $foreach.hasNext() #end',
      'morefalse true true false ',
    ],
    ['a#stop b', 'a'],
    ['#foreach($i in [1..5])$i#if($i == 2)#stop#end#end never', '12'],
    ['a ## comment\nb #* block\n comment *# c', 'a b  c'],
    ['#[[ $x #if "" ]]#', ' $x #if "" '],
    ['a\n  #set($a = 1)  \nb', 'a\nb'],
    ['#set( $a = 1 )$a #set ($b = 2)$b', '12'],
    ['color: #fff; #elsewhere #set #if # if', 'color: #fff; #elsewhere #set #if # if'],
    ['\\#set($a = 1) \\\\#set($a = 1)\\ \\n', '#set($a = 1) \\\\ \\n'],
    ['\\#[[a]]# \\## b', '\\a \\'],
    ['#set($a = 1)#set($a = $none)$a', '1'],
    ['#set($m = {})#set($m.a = 1)#set($m["b"] = 2)#set($m.c = {})#set($m.c.d = 3)$m', '{a=1, b=2, c={d=3}}'],
    ['#set($l = [1, 2])#set($l[1] = "x")$l', '[1, x]'],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });
});

describe('syntax errors', () => {
  it.each([
    ['#if(true)\n  a', '#if of line 1 column 1 is not ended by #end at line 2 column 4', 2, 4],
    ['a\n #end', '#end without #if or #foreach', 2, 2],
    ['#else', '#else without #if', 1, 1],
    ['#foreach($x in [1])#else#end', '#else without #if', 1, 20],
    ['#if(true)#else #else#end', '#else behind #else', 1, 21],
    ['#set($a 1)', 'expected "=" in #set, found "1"', 1, 9],
    ['#set(a = 1)', 'expected a reference to set, found "a"', 1, 6],
    ['#set($a.b() = 1)', 'a method call cannot be set: $a.b()', 1, 12],
    ['#set($a = )', 'expected a value, found ")"', 1, 11],
    ['#set($a = 1 2)', 'expected ")" to end #set, found "2"', 1, 13],
    ['#set($a = (1)', 'to end #set, found the end', 1, 14],
    ['#set($a = "x)', 'the string is not ended', 1, 11],
    ['#set($a = [1 2])', 'expected "," or "]" in the list, found "2"', 1, 14],
    ['#set($a = {"a" 1})', 'expected ":" behind the key, found "1"', 1, 16],
    ['#set($a = {"a": 1 "b": 2})', 'expected "," or "}" in the map', 1, 19],
    ['#set($a = [1..2)', 'expected "]" to end the range', 1, 16],
    ['#set($a = $5)', 'expected the name of a reference', 1, 11],
    ['#foreach(x in $y)#end', 'expected "$variable in", found "x"', 1, 10],
    ['#foreach($x of $y)#end', 'expected "$variable in"', 1, 10],
    ['${a.b', 'expected "}" to end "${a", found the end', 1, 6],
    ['$a.b(1', 'expected "," or ")" in the arguments of b, found the end', 1, 7],
    ['$a.b(1 + 2)', 'expected "," or ")" in the arguments of b, found "+"', 1, 8],
    ['$a[0', 'expected "]" behind the index', 1, 5],
    ['#* open', 'the comment "#*" is not ended', 1, 1],
    ['#[[ open', 'the text "#[[" is not ended', 1, 1],
    ['#macro(x)#end', '#macro is not supported', 1, 1],
    ['#define( $x )#end', '#define is not supported', 1, 1],
    ['#evaluate("x")', '#evaluate is not supported', 1, 1],
    ['#parse("x")', '#parse is not supported', 1, 1],
    ['#include("x")', '#include is not supported', 1, 1],
    ['#literal()#end', '#literal is not supported', 1, 1],
    ['\n$input.json("$..a")', 'the deep scan ".." is not supported at line 2 column 13', 2, 13],
    [
      `$util.base64Encode("{""event"":$input.json('$.events[$foreach.index]')}")`,
      'references are replaced in double quotes only',
      1,
      44,
    ],
    ['#set($a = "\n{""b"": #if}$x.c(]")', 'expected a value, found "]"', 2, 18],
  ])('%j: %s', (template, problem, line, column) => {
    let caught: unknown;
    try {
      compileTemplate(template);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(VtlSyntaxError);
    expect(caught).toMatchObject({ message: expect.stringContaining(problem), line, column });
  });

  it.each([
    ['parentheses', `#set($a = ${'('.repeat(300)}1`],
    ['negations', `#set($a = ${'!'.repeat(300)}true)`],
    ['conditions', '#if(true)'.repeat(300)],
    ['lists', `#set($a = ${'['.repeat(300)}`],
    ['maps', `#set($a = ${'{1:'.repeat(300)}`],
    ['calls', '$a.b('.repeat(300)],
    ['indexes', '$a['.repeat(300)],
  ])('refuses hundreds of nested %s instead of running out of stack', (_, template) => {
    expect(() => compileTemplate(template)).toThrow('nested more than 200 levels deep');
  });
});
