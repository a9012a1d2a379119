import { expect, test } from 'vitest';
import { checkStructure } from '../../../scripts/check/structure.ts';

test.each([
  [
    'functions/stream/x/handler.ts',
    "import { a } from '../../../packages/local/src/run.ts';",
    'functions/ never imports packages/',
  ],
  ['packages/local/src/a.ts', "import '../../../infrastructure/app.ts';", 'packages/ never imports infrastructure/'],
  ['packages/local/src/a.ts', "const table = 'raw_events';", "knows this stack's name raw_events"],
  ['packages/local/bench/a.ts', "const table = 'raw_events';", "knows this stack's name raw_events"],
  ['scripts/utils.ts', '', 'is named for nothing'],
  ['scripts/readFile.ts', '', 'is not named in kebab-case'],
])('%s holding %j %s', (file, text, rule) => {
  expect(checkStructure([file], () => text)).toEqual([{ file, rule: expect.stringContaining(rule) }]);
});

test('what keeps to the rules, and what is no code, passes', () => {
  expect(
    checkStructure(['packages/local/src/run.ts', 'README.md'], () => "import { a } from './resource.ts';"),
  ).toEqual([]);
});

test('files that import each other, types too, are named with the path that comes back', () => {
  const texts: Readonly<Record<string, string>> = {
    'sql/a.ts': "import { b } from './b.ts';",
    'sql/b.ts': "import type { C } from './c.ts';\nimport { d } from './d.ts';",
    'sql/c.ts': "export { a } from './a.ts';",
    'sql/d.ts': "import { d } from './d.ts';",
    'sql/e.ts': "import { a } from './a.ts';",
  };
  expect(checkStructure(Object.keys(texts), (file) => texts[file] ?? '')).toEqual([
    { file: 'sql/d.ts', rule: 'imports itself in a circle: sql/d.ts -> sql/d.ts' },
    { file: 'sql/a.ts', rule: 'imports itself in a circle: sql/a.ts -> sql/b.ts -> sql/c.ts -> sql/a.ts' },
  ]);
});
