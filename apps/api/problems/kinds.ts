import type { BilingualText } from '#law/pack-format';

/**
 * Every kind of problem the API answers (RFC 9457). `type` is `/api/problems/<kind>`; the title never changes, the
 * detail says what happened this time.
 */
export const problemKinds = {
  malformed: { status: 400, zh: '请求格式错误', en: 'The request cannot be read' },
  headerInvalid: { status: 400, zh: '请求头缺失或有误', en: 'A request header is missing or wrong' },
  unauthenticated: { status: 401, zh: '未登录', en: 'Not signed in' },
  forbidden: { status: 403, zh: '无权限', en: 'Not allowed for this person' },
  notFound: { status: 404, zh: '未找到', en: 'Not found' },
  methodNotAllowed: { status: 405, zh: '不支持该方法', en: 'Method not allowed' },
  blocked: { status: 409, zh: '依法不能办理', en: 'The law does not allow this now' },
  requestTimeout: { status: 408, zh: '请求超时', en: 'The request took too long' },
  conflict: { status: 409, zh: '与现有状态冲突', en: 'In conflict with what stands' },
  gone: { status: 410, zh: '内容已删除', en: 'No longer held' },
  stale: { status: 412, zh: '案件已有变动', en: 'The case has changed' },
  tooLarge: { status: 413, zh: '内容过大', en: 'Too large' },
  unsupportedMediaType: { status: 415, zh: '不支持的内容类型', en: 'Unsupported media type' },
  rangeNotSatisfiable: { status: 416, zh: '请求的范围不存在', en: 'There is no such range' },
  validation: { status: 422, zh: '内容有误', en: 'The content is wrong' },
  idempotencyKeyReused: { status: 422, zh: '幂等键已用于其他内容', en: 'The idempotency key was used for another content' },
  tooManyRequests: { status: 429, zh: '请求过于频繁', en: 'Too many requests' },
  headersTooLarge: { status: 431, zh: '网址或请求头过长', en: 'Address or headers too long' },
  internal: { status: 500, zh: '系统内部错误', en: 'Internal error' },
  unavailable: { status: 503, zh: '服务暂不可用', en: 'Temporarily unavailable' },
} as const satisfies Record<string, BilingualText & { status: number }>;
export type ProblemKind = keyof typeof problemKinds;
