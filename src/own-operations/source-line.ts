/** Where in its source an operation failed: the trace speaks of the text that it was compiled to. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { OperationOrigin } from '../model/operation.js';

/** "split-bill.ts:12"; null where nothing leads there. */
export function sourceLine(trace: string, { file, map }: Pick<OperationOrigin, 'file' | 'map'>): string | null {
  const at = trace.indexOf(`${file}:`);
  const [, line, column] = /^:(\d+):(\d+)/u.exec(at === -1 ? '' : trace.slice(at + file.length)) ?? [];
  if (map === undefined || line === undefined) return null;
  const entry = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(Number(line) - 1, Number(column) - 1);
  return 'originalSource' in entry ? `${entry.originalSource}:${entry.originalLine + 1}` : null;
}
