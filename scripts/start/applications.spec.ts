import { describe, expect, it } from '@jest/globals';
import { diedSentence } from './applications.ts';

describe('a program of ours that ends by itself', () => {
  it('is told by its own sentence where it said why it does not start', () => {
    const lines = '      at async Injector.loadInstance (injector.js:124:13)\nThe worker does not start: keys.json is missing: restore the file from its backup.\n';
    expect(diedSentence('Worker', 'exited with code 1', '/logs/worker.log', lines).message).toBe('The worker does not start: keys.json is missing: restore the file from its backup.');
  });

  it('is told with its last lines where nobody foresaw it', () => {
    for (const lines of ['Error: no\n    at main.js:1:1', 'The API does not start: Error: no\n    at main.js:1:1']) {
      expect(diedSentence('API', 'exited with code 1', '/logs/api.log', lines).message).toBe(`API exited with code 1; its last lines (all in /logs/api.log):\n  ${lines.replace('\n', '\n  ')}`);
    }
  });
});
