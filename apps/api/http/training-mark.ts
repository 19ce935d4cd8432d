import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { Configuration } from '../configuration.ts';

/** In training every object answered says so, so that none can pass for a record of a real case. */
@Injectable()
export class TrainingMark implements NestInterceptor {
  public constructor(private readonly configuration: Configuration) {}

  public intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.configuration.profile !== 'training' || context.getType() !== 'http') return next.handle();
    return next.handle().pipe(map((answer: unknown) => (isPlainObject(answer) ? { instance: 'training', ...answer } : answer)));
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
