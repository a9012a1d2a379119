/** A file of schemas/generated: its name there and its text. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** The first lines of every generated TypeScript file. */
export function banner(source: string): string {
  return `// Generated from ${source} by \`npm run generate\`: change it there.\n`;
}
