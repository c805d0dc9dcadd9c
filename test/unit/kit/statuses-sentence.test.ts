/** What is told of an API's answers that were no success. */
import { expect, it } from 'vitest';
import { statusesSentence } from '../../../src/kit/statuses-sentence.js';

it('names each status with how often it came, the most frequent first', () => {
  expect(statusesSentence({ 401: 3, 503: 1_200 })).toBe(
    'What the API answered instead of a success: HTTP 503 1,200 times, HTTP 401 3 times.',
  );
});

it('says nothing where there were none', () => {
  expect(statusesSentence({})).toBe('');
  expect(statusesSentence(undefined)).toBe('');
});
