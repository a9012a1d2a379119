/**
 * Finds the JSON documents in `text` (`{…}{…}`, with white space between or within) and returns each on one line; with
 * `lowerCaseKeys` the keys of the documents themselves (not of objects inside them) become lower case. Values keep
 * every character. Undefined when the text is not a sequence of objects. A document may still be no valid JSON: this
 * tells documents apart, and leaves judging them to the parser.
 */
export function jsonDocuments(text: string, lowerCaseKeys: boolean): string[] | undefined {
  const documents: string[] = [];
  let document = '';
  let depth = 0;
  let copied = 0;
  let position = 0;
  while (position < text.length) {
    const character = text[position] ?? '';
    if (character === '"' && depth > 0) {
      const end = endOfString(text, position);
      if (end === undefined) return undefined;
      if (lowerCaseKeys && depth === 1 && isKey(text, end)) {
        document += text.slice(copied, position) + text.slice(position, end).toLowerCase();
        copied = end;
      }
      position = end;
      continue;
    }
    if (depth === 0 && character !== '{' && !isSpace(character)) return undefined;
    if (character === '\n' || character === '\r') {
      if (depth > 0) document += `${text.slice(copied, position)} `;
      copied = position + 1;
    } else if (character === '{' || character === '[') {
      if (depth === 0) copied = position;
      depth++;
    } else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) {
        documents.push(document + text.slice(copied, position + 1));
        document = '';
        copied = position + 1;
      }
    }
    position++;
  }
  return depth === 0 && documents.length > 0 ? documents : undefined;
}

/** The position after the string that begins at `start`; undefined when it does not end on its line. */
function endOfString(text: string, start: number): number | undefined {
  for (let position = start + 1; position < text.length; position++) {
    const character = text[position];
    if (character === '\\') position++;
    else if (character === '"') return position + 1;
    else if (character === '\n' || character === '\r') return undefined;
  }
  return undefined;
}

function isKey(text: string, position: number): boolean {
  let next = position;
  while (isSpace(text[next] ?? '')) next++;
  return text[next] === ':';
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
