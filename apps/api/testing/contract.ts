import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Operation { responses: Record<string, { content?: Record<string, { schema?: { $ref?: string } }> }> }
interface Document { paths: Record<string, Record<string, Operation>> }

/** Holds every answer against the OpenAPI document that the service itself serves. */
export class Contract {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  private readonly paths: { pattern: RegExp; operations: Record<string, Operation> }[];
  private readonly compiled = new Map<string, ValidateFunction>();

  public constructor(document: Record<string, unknown>) {
    this.ajv.addSchema(document, 'document');
    // Fixed addresses before those with parameters.
    this.paths = Object.entries((document as unknown as Document).paths).sort(([a], [b]) => a.split('{').length - b.split('{').length)
      .map(([path, operations]) => ({ pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`), operations }));
  }

  /** What is wrong with the answer; null when it is as documented, or the address is not. */
  public breach(method: string, url: string, status: number, contentType: string, body: unknown): string | null {
    const path = this.paths.find(({ pattern }) => pattern.test(url.split('?')[0] ?? ''));
    const operation = path?.operations[method.toLowerCase()];
    if (operation === undefined) return null;
    const answer = operation.responses[String(status)] ?? operation.responses.default;
    const media = contentType.split(';')[0] ?? '';
    if (media === '') return null;
    const content = answer?.content?.[media];
    if (content === undefined) return media.endsWith('json') && !url.startsWith('/dev/') ? `${method} ${url} answered ${status} with ${media}, which is not documented` : null;
    const ref = content.schema?.$ref;
    if (ref === undefined) return null;
    const validate = this.compiled.get(ref) ?? this.ajv.compile({ $ref: `document${ref}` });
    this.compiled.set(ref, validate);
    return validate(body) ? null : `${method} ${url} answered ${status}: ${this.ajv.errorsText(validate.errors)}`;
  }
}
