import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../src/services/api-gateway/vtl/template.ts';

const context = { body: '{"events": [{"n": 1.10}, {"n": "é"}]}', context: { requestId: 'r' } };

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The output with the blobs put in as their base64, which is what `render` gives. */
function full({ output, mark, blobs }: ReturnType<ReturnType<typeof compileTemplate>['renderWithBlobs']>): string {
  let next = 0;
  return output.replaceAll(mark, () => base64(blobs[next++] ?? ''));
}

describe('what $util.base64Encode prints', () => {
  it.each([
    ['a variable', '#set($t = "é")["$util.base64Encode($t)"]', ['é']],
    ['of the body', '$util.base64Encode($input.json("$.events[0]"))', ['{"n": 1.10}']],
    ['in a loop', '#foreach($e in $input.path("$.events"))$util.base64Encode($e)#end', ['{n=1.1}', '{n=é}']],
    ['a number', '#set($n = 7)$!util.base64Encode($n)', ['7']],
    ['inside of a directive', '#if(true)$util.base64Encode($context.requestId)#end', ['r']],
  ])('is kept: %s', (_, template, blobs) => {
    const compiled = compileTemplate(template);
    const rendered = compiled.renderWithBlobs(context);
    expect(rendered.blobs).toEqual(blobs);
    expect(full(rendered)).toBe(compiled.render(context));
  });

  it.each([
    ['that is set', '#set($b = $util.base64Encode("x"))$b $b.length()'],
    ['within a string', '#set($b = "<$util.base64Encode($context.requestId)>")$b'],
    ['within a string with directives', '#set($b = "#if(true)$util.base64Encode($context.requestId)#end")$b.length()'],
    ['that goes on', '$util.base64Encode($context.requestId).length()'],
    ['with a backslash before it', '\\$util.base64Encode($context.requestId)'],
    ['of nothing', '$util.base64Encode($none) $!util.base64Encode($none)'],
    ['of too much', '$util.base64Encode($context.requestId, 1)'],
    ['of a method that changes something', '#set($l = [])$util.base64Encode($l.add(1)) $l'],
    ['of another $util', '#set($util = {"a": 1})$util.base64Encode($context.requestId)'],
  ])('is printed as always: %s', (_, template) => {
    const compiled = compileTemplate(template);
    const rendered = compiled.renderWithBlobs(context);
    expect(rendered.blobs).toEqual([]);
    expect(rendered.output).toBe(compiled.render(context));
  });

  it('is one thing only once: a mark does not show in what the next rendering prints', () => {
    const compiled = compileTemplate('$util.base64Encode($context.requestId)');
    expect(compiled.renderWithBlobs(context).blobs).toEqual(['r']);
    expect(compiled.render(context)).toBe(base64('r'));
  });
});

it('a string in a loop is put together anew where any part of it changes', () => {
  const template = `#set($list = [[1, 1], [2, 1], [2, 1], [2, 2], [1, 2], [1, 1]])#foreach($pair in $list)
#set($s = "<$pair[0] of $foreach.count, $pair[1] and $context.requestId>")$s#end`;
  const output = compileTemplate(template).render(context).replaceAll('\n', '');
  expect(output).toBe(
    '<1 of 1, 1 and r><2 of 2, 1 and r><2 of 3, 1 and r><2 of 4, 2 and r><1 of 5, 2 and r><1 of 6, 1 and r>',
  );
});

it('a string that changes at its front, in its middle or at its end says so each time', () => {
  const template = `#set($a = "a")#set($b = "b")#set($c = "c")#set($d = "d")
#foreach($i in [1..6])
#if($i == 2)#set($d = "D")#elseif($i == 3)#set($a = "A")#elseif($i == 5)#set($c = "C")#end
#set($s = "$a,$b,$c,$d")
<$s>#end`;
  const output = compileTemplate(template).render(context).replaceAll('\n', '');
  expect(output).toBe('<a,b,c,d><a,b,c,D><A,b,c,D><A,b,c,D><A,b,C,D><A,b,C,D>');
});
