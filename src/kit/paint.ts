/** The terminal's few colours by meaning, the same as in the HTML report; without colour every function is the identity. Sole home of picocolors. */
import picocolors from 'picocolors';

export interface Paint {
  strong(text: string): string;
  quiet(text: string): string;
  /** What was measured and holds. */
  good(text: string): string;
  /** Violations only. */
  violation(text: string): string;
  /** Faults, and what cannot be decided. */
  warm(text: string): string;
  accent(text: string): string;
}

export function createPaint(hasColor: boolean): Paint {
  const colors = picocolors.createColors(hasColor);
  return {
    strong: colors.bold,
    quiet: colors.dim,
    good: colors.green,
    violation: (text) => colors.bold(colors.red(text)),
    warm: colors.yellow,
    accent: colors.cyan,
  };
}
