/** What an arrival asks for: operation, zone, accounts and amount, drawn from its index. */
import { createContents } from '../dist/plan/contents.js';

export function benchContents(plan, operations) {
  const contents = createContents(plan, operations);
  let index = 0;
  return {
    name: 'contents: what one arrival asks for',
    run(count) {
      for (let done = 0; done < count; done += 1) contents.contentOf((index += 1));
    },
  };
}
