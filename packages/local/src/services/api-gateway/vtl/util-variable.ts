import { JsonText } from '../../../json-text/json-text.ts';
import { JsonTextError } from '../../../json-text/json-text-error.ts';
import { escapeJavaScript } from './escape-java-script.ts';
import { JsonValues } from './json-value.ts';
import { print } from './print.ts';
import type { VtlObject, VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

/**
 * `$util` of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference.
 * Texts are UTF-8. Null in gives null out.
 */
export const utilVariable: VtlObject = {
  vtlObject: '$util',
  property: () => undefined,
  call(name, args) {
    const run = functions.get(name);
    const argument = args[0];
    if (!run || args.length !== 1 || argument === undefined) return undefined;
    return argument === null ? null : run(print(argument));
  },
};

const functions: ReadonlyMap<string, (text: string) => VtlValue> = new Map<string, (text: string) => VtlValue>([
  ['escapeJavaScript', escapeJavaScript],
  ['parseJson', parseJson],
  ['urlEncode', urlEncode],
  ['urlDecode', urlDecode],
  ['base64Encode', base64Encode],
  ['base64Decode', (text) => Buffer.from(text, 'base64').toString('utf8')],
]);

/** Most texts are short: one piece of memory serves them all, where a Buffer each would cost more than the encoding. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);
const maxBytesOfUnit = 3;

function base64Encode(text: string): string {
  if (text.length * maxBytesOfUnit > scratch.length) return Buffer.from(text, 'utf8').toString('base64');
  return scratch.toString('base64', 0, scratch.write(text, 'utf8'));
}

function parseJson(text: string): VtlValue {
  try {
    const json = new JsonText(text);
    return new JsonValues(json).value(json.root);
  } catch (error) {
    if (error instanceof JsonTextError) throw new VtlRenderError(`$util.parseJson: ${error.message}`, { cause: error });
    throw error;
  }
}

/** `application/x-www-form-urlencoded` as java.net.URLEncoder writes it. */
function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    throw new VtlRenderError(`$util.urlDecode: ${JSON.stringify(text)} is not URL-encoded UTF-8`, { cause: error });
  }
}
