import { readFileSync } from 'node:fs';

/**
 * A mapping template of `templates/`, without its comments and with its `%NAMES%` filled in. Throws naming a name that
 * is left over or that the template does not have.
 */
export function readTemplate(name: string, values: Readonly<Record<string, string>> = {}): string {
  const file = new URL(`./templates/${name}.vtl`, import.meta.url);
  let text = readFileSync(file, 'utf8').replace(/^##.*\n/gm, '');
  for (const [key, value] of Object.entries(values)) {
    if (!text.includes(`%${key}%`)) throw new Error(`${name}.vtl has no %${key}%`);
    text = text.replaceAll(`%${key}%`, () => value);
  }
  const left = text.match(/%[A-Z_]+%/)?.[0];
  if (left !== undefined) throw new Error(`${name}.vtl: nothing was given for ${left}`);
  return text;
}
