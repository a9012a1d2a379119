export function bundleProgram(root: string, entry: string): Promise<string>;
