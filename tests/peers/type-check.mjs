// Type-checks values as if they had been written down in TypeScript, where an object may have no property that its type
// does not know: [{owner, module, type, value}], no module for a type of the language itself, to a map of what is wrong by
// owner.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const options = { strict: true, noEmit: true, skipLibCheck: true, types: ['node'], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 };

export function checkTypes(checks) {
  // Here, so that the packages are found, and in memory only. A line for each value: a diagnostic tells its line.
  const file = fileURLToPath(new URL('./checked-values.ts', import.meta.url));
  const source = checks
    .map(({ module, type, value }, line) => {
      const alias = module ? `import type { ${type.replace('[]', '')} as T${line} } from '${module}';` : `type T${line} = ${type};`;
      return `${alias} export const v${line}: T${line}${type.endsWith('[]') ? '[]' : ''} = ${JSON.stringify(value)};`;
    })
    .join('\n');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, options.target) : getSourceFile.call(host, name, ...rest));
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));

  const problems = new Map();
  for (const diagnostic of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 400);
    if (diagnostic.file?.fileName !== file) {
      throw new Error(`The check itself does not compile: ${message}`);
    }

    const { owner } = checks[diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line];
    problems.set(owner, [...(problems.get(owner) ?? []), message]);
  }

  return problems;
}
