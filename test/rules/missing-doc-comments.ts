/** Finds exports without a doc comment. Uses TypeScript 6's parser: 7 has no such API yet. */
import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node)?.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false);

const namesOf = (node: ts.Statement): string =>
  ts.isVariableStatement(node)
    ? node.declarationList.declarations.map(declaration => declaration.name.getText()).join(', ')
    : ((node as ts.Statement & { name?: ts.Identifier }).name?.text ?? 'default');

const hasDocComment = (node: ts.Node, text: string): boolean =>
  (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).some((range, index) => {
    const comment = text.slice(range.pos, range.end);
    // The file's own comment, on its first line, belongs to the file unless it touches the statement.
    const isFileComment =
      range.pos === 0 && index === 0 && /\n\s*\n/.test(text.slice(range.end, node.getStart()));
    return comment.startsWith('/**') && comment.replaceAll(/[*/\s]/g, '').length > 0 && !isFileComment;
  });

/** `path:line name` of every exported declaration (overloads count once) that lacks a doc comment. Re-exports need none. */
export const missingDocComments = ({ path, text }: SourceFile): string[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const documented = new Set<string>();
  const missing = new Map<string, string>();
  for (const statement of source.statements) {
    if (!isExported(statement) && !ts.isExportAssignment(statement)) continue;
    if (ts.isExportDeclaration(statement)) continue;
    const name = namesOf(statement);
    if (hasDocComment(statement, text)) documented.add(name);
    const { line } = source.getLineAndCharacterOfPosition(statement.getStart());
    if (!documented.has(name)) missing.set(name, `${path}:${line + 1} ${name}`);
  }
  return [...missing].filter(([name]) => !documented.has(name)).map(([, where]) => where);
};
