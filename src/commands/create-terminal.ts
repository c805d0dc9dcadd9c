/** The terminal of this process: what is said while something is rewritten at its foot comes above that, and never between its lines. */
import type { Foot, Terminal } from './context.js';

export interface ProcessTerminal extends Terminal {
  /** Before the process ends at once: what is at the foot stays as it is, and the cursor is there. */
  leaveFoot(): void;
}

export function createTerminal(ways: Omit<Terminal, 'draw' | 'holdFoot'>): ProcessTerminal {
  let foot: Foot | null = null;
  const above =
    (write: (text: string) => void) =>
    (text: string): void => {
      if (foot === null) return write(text);
      foot.clear();
      // Where the foot was is the beginning of a line.
      write(text.replace(/^\n+/u, ''));
      foot.draw();
    };
  return {
    ...ways,
    out: above(ways.out),
    err: above(ways.err),
    draw: ways.out,
    holdFoot: (held) => {
      foot = held;
      return { [Symbol.dispose]: () => void (foot = foot === held ? null : foot) };
    },
    leaveFoot: () => {
      const held = foot;
      foot = null;
      held?.close();
    },
  };
}
