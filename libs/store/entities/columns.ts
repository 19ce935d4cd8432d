import type { ColumnOptions } from 'typeorm';

/** An instant: UTC text with milliseconds, as everywhere outside the driver. */
export const instant = (name: string, more: ColumnOptions = {}): ColumnOptions => ({
  type: 'timestamptz', name, ...more,
  transformer: { to: (value: unknown) => value, from: (value: unknown) => (value instanceof Date ? value.toISOString() : value) },
});

/** A calendar date of the law, as text. */
export const day = (name: string, more: ColumnOptions = {}): ColumnOptions => ({ type: 'date', name, ...more });
