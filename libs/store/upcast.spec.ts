import { expect, it } from '@jest/globals';
import { upcast, UnreadableEventError } from './upcast.ts';

const table = { phaseEntered: { 1: (body: Record<string, unknown>) => ({ ...body, because: 'step' }), 2: (body: Record<string, unknown>) => ({ phase: `p-${String(body.phase)}`, because: body.because }) } };

it('an event of the first release passes every later shape in turn', () => {
  expect(upcast('phaseEntered', 1, '2025-01-02', { phase: 'open' }, table, { phaseEntered: 3 })).toEqual({ type: 'phaseEntered', v: 3, occurredOn: '2025-01-02', phase: 'p-open', because: 'step' });
  expect(upcast('phaseEntered', 3, '2025-01-02', { phase: 'open', because: 'x' }, table, { phaseEntered: 3 })).toEqual({ type: 'phaseEntered', v: 3, occurredOn: '2025-01-02', phase: 'open', because: 'x' });
});

it('an event of a later release is refused, not guessed at', () => {
  expect(() => upcast('phaseEntered', 2, '2025-01-02', {})).toThrow(UnreadableEventError);
  expect(() => upcast('caseBurnt', 1, '2025-01-02', {})).toThrow('does not know');
});
