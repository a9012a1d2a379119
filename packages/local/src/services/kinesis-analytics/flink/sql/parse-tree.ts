import {
  CharStreams,
  CommonTokenStream,
  ParserRuleContext,
  type ParseTree,
  PredictionMode,
  TerminalNode,
  Token,
} from 'antlr4ng';
import { FlinkSqlLexer } from 'dt-sql-parser/dist/lib/flink/FlinkSqlLexer.js';
import { FlinkSqlParser } from 'dt-sql-parser/dist/lib/flink/FlinkSqlParser.js';
import { FlinkSqlError } from './flink-sql-error.ts';
import { BridgedTokens, bridgeGrammar } from './grammar-bridge.ts';

/** A rule of the grammar with what it matched, or a token (`rule` is then the token's name, and there are no parts). */
export interface Tree {
  readonly rule: string;
  readonly line: number;
  /** The text of a token; of a rule, its tokens' without spaces. */
  readonly text: string;
  readonly parts: readonly Tree[];
}

/**
 * Flink SQL → the tree of dt-sql-parser's grammar. A rule with one part that is a rule itself is that part: the names of
 * the many levels of an expression say nothing. Throws FlinkSqlError for text that is not Flink SQL.
 */
export function parseTree(sql: string): Tree {
  const lexer = new FlinkSqlLexer(CharStreams.fromString(sql));
  refuseErrors(lexer);
  const all = lexer.getAllTokens();
  const hint = all.find(({ text }) => text?.startsWith('/*+'));
  if (hint) throw new FlinkSqlError(`the hint ${hint.text} is not supported here`, hint.line);
  const tokens = all.filter(({ channel }) => channel === Token.DEFAULT_CHANNEL);
  const parser = new FlinkSqlParser(new CommonTokenStream(new BridgedTokens(bridgeGrammar(tokens), lexer)));
  refuseErrors(parser);
  // The other mode looks ahead without end in a long UNION; for this grammar both read the same.
  parser.interpreter.predictionMode = PredictionMode.SLL;
  return treeOf(parser.program());
}

function refuseErrors(recognizer: FlinkSqlLexer | FlinkSqlParser): void {
  recognizer.removeErrorListeners();
  recognizer.addErrorListener({
    syntaxError(_recognizer: unknown, symbol: Token | null, line: number, column: number, message: string) {
      const found = symbol?.text ?? message;
      throw new FlinkSqlError(`${found}: this is not Flink SQL as it can be read here (column ${column + 1})`, line);
    },
    reportAmbiguity() {},
    reportAttemptingFullContext() {},
    reportContextSensitivity() {},
  });
}

function treeOf(node: ParseTree): Tree {
  if (node instanceof TerminalNode) {
    const rule = FlinkSqlParser.symbolicNames[node.symbol.type] ?? 'EOF';
    return { rule, line: node.symbol.line, text: node.getText(), parts: [] };
  }
  if (!(node instanceof ParserRuleContext)) throw new Error('a part of the tree that is neither a rule nor a token');
  const parts = (node.children ?? []).map(treeOf);
  const [only] = parts;
  if (parts.length === 1 && only && only.parts.length > 0) return only;
  const rule = node.constructor.name.replace(/^_/, '').replace(/Context$/, '');
  return { rule, line: node.start?.line ?? 1, text: parts.map(({ text }) => text).join(''), parts };
}
