/** `paystorm verify --bundle`: opens what is named, checks it, and says what was found. */
import { ToolError } from '../../kit/error.js';
import { printJson } from '../../kit/print-json.js';
import type { Catalog } from '../../model/registry.js';
import type { Terminal } from '../context.js';
import type { Leave } from '../stored-operations.js';
import { openBundle } from './open-bundle.js';
import { tellBundle } from './tell-bundle.js';
import { verifyBundle } from './verify-bundle.js';

interface BundleOutput extends Leave {
  readonly digest?: string | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

export async function verifyNamedBundle(
  named: string,
  { digest, json, quiet, allowExec }: BundleOutput,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  if (digest !== undefined && !/^[0-9a-f]{64}$/iu.test(digest)) {
    const hint = 'It is the SHA-256 of SHA256SUMS: 64 hexadecimal digits, printed when the bundle was made.';
    throw new ToolError('invalidScenario', `--digest ${digest} is no SHA-256.`, hint);
  }
  await using opened = await openBundle(named);
  const verified = await verifyBundle(opened.directory, digest ?? null, { catalog, leave: { allowExec } });
  if (json === true) terminal.out(printJson(verified));
  else if (quiet === true) terminal.out(`${verified.exitCode === 0 ? 'pass' : 'fail'} ${verified.exitCode} ${named}\n`);
  else tellBundle(verified, digest !== undefined, terminal);
  return verified.exitCode;
}

export function refuseDigestAlone({ digest }: BundleOutput): void {
  if (digest === undefined) return;
  throw new ToolError('invalidScenario', '--digest is that of a bundle.', 'Name the bundle, too: --bundle PATH.');
}
