import { describe, expect, it } from 'vitest';
import { isInsertOfData, refuseStatement } from '../../../../src/services/clickhouse/proxy/statement.ts';

describe('a statement that reads files', () => {
  it.each([
    "SELECT file('/etc/passwd')",
    "SELECT file ('/etc/passwd')",
    "SELECT file\n\t('/etc/passwd')",
    "SELECT file/* x */('/etc/passwd')",
    "SELECT file -- x\n('/etc/passwd')",
    "SELECT file # x\n('/etc/passwd')",
    "SELECT file\u00c2\u00a0('/etc/passwd')",
    "SELECT `file`('/etc/passwd')",
    `SELECT "file"('/etc/passwd')`,
    "SELECT `f\\x69le`('/etc/passwd')",
    `SELECT "fil\\e"('/etc/passwd')`,
    "SELECT arrayMap(file, ['/etc/passwd'])",
    "SELECT arrayMap((file), ['/etc/passwd'])",
    "SELECT arrayMap(`file`, ['/etc/passwd'])",
    'SELECT * APPLY(file) FROM t',
    'SELECT * APPLY file FROM t',
    `SELECT arrayMap("f\\x69le", ['/etc/passwd'])`,
    "SELECT arraySort(((`f\\x69le`)), ['/etc/passwd'])",
    'SELECT * APPLY "f\\x69le" FROM t',
    "SELECT arrayMap({a:Identifier}, ['/etc/passwd'])",
    "SELECT arrayMap( /* x */ { a : Identifier }, ['/etc/passwd'])",
    "SELECT * FROM sqlite('/tmp/new', 't')",
    "SELECT * FROM executable('id', 'LineAsString', 'x String')",
    "INSERT INTO t VALUES (file('/etc/passwd'))",
    "CREATE VIEW v AS SELECT file('/etc/passwd')",
    "SELECT * FROM values('a String DEFAULT file(''/etc/passwd'')', 1)",
    "SELECT * FROM generateRandom('a String')",
    "SELECT * FROM eval('SELECT 1')",
  ])('is refused: %j', (text) => {
    expect(refuseStatement(text)).toMatchObject({ status: 403, name: 'ACCESS_DENIED' });
  });

  it.each([
    'SELECT file FROM t GROUP BY file',
    'SELECT count(file), lower(file) FROM t',
    'SELECT profile(x), my_file(x) FROM t',
    "SELECT * FROM t WHERE name = 'the file'",
    'SELECT arrayMap(x -> x + 1, [1])',
    'SELECT arrayMap(x -> x = {a:String}, [1]), {b:Identifier} FROM t',
    'SELECT `a b` FROM t WHERE (`a b`) > 1',
    `SELECT extractAll(x, '"(?:[^"\\\\]|.)*"|[\\[{]'), concat('"', (x))`,
  ])('is not %j', (text) => {
    expect(refuseStatement(text)).toBeUndefined();
  });
});

describe('an INSERT whose data follows', () => {
  it.each([
    'INSERT INTO t FORMAT JSONEachRow\n{}',
    'insert into game.raw_events format CSV\n',
    'INSERT INTO `a b`.`c` (id, "x") FORMAT TSV\n',
    'INSERT INTO t SETTINGS async_insert = 0, max_threads=1 FORMAT JSONEachRow {}',
    'INSERT INTO TABLE t FORMAT JSONEachRow{"a":1}',
  ])('is told by its beginning: %j', (text) => {
    expect(isInsertOfData(text)).toBe(true);
  });

  it.each([
    ['whose values are expressions', "INSERT INTO t FORMAT Values (file('x'))"],
    ['whose format has not come whole', 'INSERT INTO t FORMAT Val'],
    ['of a table called FORMAT', "INSERT INTO FORMAT SELECT file('x')"],
    ['of a query', "INSERT INTO t SELECT 1 FORMAT x, file('x')"],
    ['of a function', "INSERT INTO FUNCTION file('x') FORMAT CSV\n"],
    ['behind a comment', '/* */ INSERT INTO t FORMAT CSV\n'],
    ['with an expression among its settings', "INSERT INTO t (a) SETTINGS x = f('y') FORMAT CSV\n"],
    ['no INSERT', 'SELECT 1 FORMAT CSV\n'],
  ])('is not one %s', (_, text) => {
    expect(isInsertOfData(text)).toBe(false);
  });
});
