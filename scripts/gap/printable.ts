/**
 * Text that a terminal shows and does not obey: control characters, invisible ones and those that turn the direction of
 * writing are written as `\u001b`.
 */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, escaped);
}

/** The same for text of several lines, whose line ends and tabs stay. */
export function printableLines(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{C}/gu, escaped);
}

function escaped(character: string): string {
  const [short] =
    JSON.stringify(character)
      .slice(1, -1)
      .match(/^\\[bfnrt]$/) ?? [];
  if (short !== undefined) return short;
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${unit}`;
  }).join('');
}
