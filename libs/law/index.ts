export * from './errors.ts';
export * from './dates.ts';
export * from './calendar.ts';
export * from './period.ts';
export { mergeSuspensions } from './suspension.ts';
export { articleInChinese } from './article.ts';
