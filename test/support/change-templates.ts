import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'assembly-runtime';

/** Rewrites the templates of an assembly, one for each stack. `change` answers whether it found what it changes. */
export function changeTemplates(assembly: string, what: string, change: (template: Template) => boolean): void {
  const files = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  const found = files.map((name) => {
    const file = join(assembly, name);
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    const isChanged = change(template);
    writeFileSync(file, JSON.stringify(template));
    return isChanged;
  });
  if (!found.includes(true)) throw new Error(`no template has ${what}`);
}
