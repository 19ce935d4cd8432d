import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problemKinds } from '../problems/kinds.ts';

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details. `blockers` says what the law still wants.',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', description: '/api/problems/<kind>', enum: Object.keys(problemKinds).map((kind) => `/api/problems/${kind}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', required: ['field', 'rule', 'message'], properties: { field: { type: 'string' }, rule: { type: 'string' }, message: { type: 'string' } } } },
    blockers: {
      type: 'array',
      items: {
        type: 'object', required: ['code', 'message', 'article'],
        properties: { code: { type: 'string' }, message: { type: 'string' }, article: { type: 'string' }, field: { type: 'string' }, missing: { type: 'string' }, earliest: { type: 'string', format: 'date' } },
      },
    },
    training: { type: 'boolean', description: 'true in a training instance' },
  },
};

const errorAnswer = { description: 'Refused or wrong: a problem document', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };

/** The OpenAPI 3.1 document of the API, with one problem schema as every operation's default answer. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Anjuan 案卷')
    .setDescription('Enforcement cases as durable, lawful procedures. Answers in Chinese or English by Accept-Language; every command needs an Idempotency-Key; refusals are problem documents that name the article.')
    .setVersion('0.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Token of POST /api/party/sessions: for a party, and for nothing else' }, 'party')
    .build(), { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').replace(/^./, (first) => first.toLowerCase())}.${method}` });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema } };
  markTraining(document);
  for (const path of Object.values(document.paths)) {
    for (const method of ['get', 'post', 'patch', 'put', 'delete', 'head'] as const) {
      const operation = path[method];
      if (operation === undefined) continue;
      for (const answer of Object.values(operation.responses)) if (answer !== undefined && 'description' in answer && answer.description === '') answer.description = operation.summary ?? 'Done';
      operation.responses = { ...operation.responses, default: errorAnswer };
    }
  }
  return document;
}

/** In training every object answered carries `instance`: the schemas of the answers say so. */
function markTraining(document: OpenAPIObject): void {
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.patch, path.put, path.delete]) {
      for (const answer of Object.values(operation?.responses ?? {})) {
        const schema = answer !== undefined && 'content' in answer ? answer.content?.['application/json']?.schema : undefined;
        const name = schema !== undefined && '$ref' in schema ? schema.$ref.split('/').at(-1) : undefined;
        const named = name === undefined ? undefined : document.components?.schemas?.[name];
        if (named !== undefined && 'properties' in named) named.properties = { instance: { type: 'string', enum: ['training'], description: 'Only in a training instance.' }, ...named.properties };
      }
    }
  }
}

/** Serves `/api/openapi.json` and the page to browse it at `/api/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, openApiDocument(app), { jsonDocumentUrl: 'api/openapi.json', customSiteTitle: 'Anjuan API' });
}
