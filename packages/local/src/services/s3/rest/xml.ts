import { XMLParser } from 'fast-xml-parser';
import { ServiceError } from '../../../service.ts';
import { isObject, type JsonObject } from '../../json-object.ts';

/** A value as XML holds it: a list becomes repeated elements, undefined none. */
export type XmlValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function xmlDocument(root: string, value: XmlValue): string {
  const content = typeof value === 'object' && !(value instanceof Date) ? contentOf(value) : textOf(value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${content}</${root}>`;
}

export function errorDocument(error: ServiceError, resource: string, requestId: string): string {
  const content = contentOf({ Code: error.code, Message: error.message, Resource: resource, RequestId: requestId });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content}</Error>`;
}

function contentOf(value: object): string {
  return Object.entries(value)
    .map(([name, child]) => elementOf(name, child))
    .join('');
}

function elementOf(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item: XmlValue) => elementOf(name, item)).join('');
  const content = typeof value === 'object' && !(value instanceof Date) ? contentOf(value) : textOf(value);
  return `<${name}>${content}</${name}>`;
}

function textOf(value: XmlValue): string {
  const text = value instanceof Date ? value.toISOString() : String(value ?? '');
  // Control characters have no form in XML 1.0 but these; clients ask for `encoding-type=url` where keys hold others.
  return text.replace(/[&<>"\r]/g, (character) => {
    return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[character] ?? '&#13;';
  });
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => ['Object', 'Part', 'Tag'].includes(name),
});

/** The element of that name at the document's root; throws `MalformedXML`. */
export function parseXml(text: string, root: string): JsonObject {
  const malformed = new ServiceError('MalformedXML', `The body is not a well-formed ${root} document.`);
  let parsed: unknown;
  try {
    parsed = parser.parse(text, true);
  } catch {
    throw malformed;
  }
  const element = isObject(parsed) ? parsed[root] : undefined;
  if (element === '') return {};
  if (!isObject(element)) throw malformed;
  return element;
}

/** The elements of a repeated name. */
export function elements(parent: JsonObject, name: string): JsonObject[] {
  const list = parent[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function text(parent: JsonObject, name: string): string | undefined {
  const value = parent[name];
  return typeof value === 'string' ? value : undefined;
}
