/** A file that follows from others: its path in the repository and its text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The first lines of every generated TypeScript file. */
export function banner(source: string): string {
  return `// Generated from ${source} by \`npm run generate\`: change it there.\n`;
}
