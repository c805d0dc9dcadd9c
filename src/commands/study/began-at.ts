/** When a study began, as its pages write it. */

export function beganAt({ startedAt }: { readonly startedAt: string }): string {
  return `${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)} UTC`;
}
