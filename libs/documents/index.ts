export type { PaperContent, PaperValue, PaymentSlip, RenderedPaper } from './paper.ts';
export { MissingGlyphError, PaperFieldsError, PaperRenderError } from './paper.ts';
export type { FieldKind, PaperField, PaperTemplate } from './fields/field.ts';
export { readScannedCode, type ScanType } from './scanned-code.ts';
export { paperReference, readPaperReference } from './paper-reference.ts';
export { chineseCount } from './chinese-date.ts';
export { paperTemplates } from './templates.ts';
export { PaperRenderer } from './renderer.ts';
