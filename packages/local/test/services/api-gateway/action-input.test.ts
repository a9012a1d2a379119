import { describe, expect, it } from 'vitest';
import { inputOf } from '../../../src/services/api-gateway/integration/action-input.ts';
import { compileTemplate } from '../../../src/services/api-gateway/vtl/template.ts';
import { Utf8Content } from '../../../src/services/content.ts';

const context = { body: '{"a": "é", "b": "player"}' };

function input(template: string, blobMember: string | null = 'Data'): unknown {
  return inputOf(
    compileTemplate(`#set($a = $input.path("$.a"))${template}`).renderWithBlobs(context),
    blobMember ?? undefined,
  );
}

function bytes(content: unknown): Buffer {
  if (!(content instanceof Utf8Content)) throw new Error(`${JSON.stringify(content)} is not handed over as it is`);
  const buffer = Buffer.alloc(content.length);
  content.copy(buffer, 0);
  return buffer;
}

const data = '"Data": "$util.base64Encode($a)"';

describe('a blob', () => {
  it('that is the whole of the member is handed over as it is, in order', () => {
    const { Records } = input(
      `{"Records": [{${data}, "Key": "1"}, {"Data": "AA=="}, {"Data": "$util.base64Encode($input.body)"}]}`,
    ) as { Records: { Data: unknown }[] };
    expect(bytes(Records[0]?.Data).toString()).toBe('é');
    expect(Records[1]).toEqual({ Data: 'AA==' });
    expect(bytes(Records[2]?.Data).toString()).toBe(context.body);
    expect(Records[0]).toMatchObject({ Key: '1' });
  });

  it('of the input itself as well', () => {
    const { Data } = input(`{${data}}`) as { Data: unknown };
    expect(bytes(Data).toString()).toBe('é');
  });

  it.each([
    ['for an action that takes none', `{"Records": [{${data}}]}`, 'none'],
    ['in another member', '{"Records": [{"Other": "$util.base64Encode($a)"}]}'],
    ['with more text around it', '{"Records": [{"Data": "w6k=$util.base64Encode($a)"}]}'],
    ['elsewhere too', `{"Records": [{${data}}], "More": {${data}}}`],
    ['in a member that is given twice', `{"Records": [{${data}, ${data}}]}`],
    ['as a name', '{"$util.base64Encode($a)": 1}'],
    ['as the whole text', '"$util.base64Encode($a)"'],
  ])('%s is in the input as its base64', (_, template, member = 'Data') => {
    const text = compileTemplate(`#set($a = $input.path("$.a"))${template}`).render(context);
    expect(input(template, member === 'none' ? null : member)).toEqual(JSON.parse(text));
  });

  it('whose base64 is a number in the text is one in the input', () => {
    const rendered = compileTemplate('{"Data": $util.base64Encode($input.path("$.a"))}').renderWithBlobs({
      body: '{"a": "\u05cd4"}',
    });
    expect(rendered.blobs).toHaveLength(1);
    expect(inputOf(rendered, 'Data')).toEqual({ Data: 1400 });
  });
});

it('a text that is not JSON is refused as a service refuses it', () => {
  for (const template of ['{', `{${data}`]) {
    expect(() => input(template)).toThrow(expect.objectContaining({ code: 'SerializationException' }));
  }
});
