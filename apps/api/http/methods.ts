/** Which methods an address takes, learnt from the routes as they are registered: for the answer to any other method. */
export class MethodsOfAddresses {
  private readonly routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  /** A route as Fastify registers it, such as `/api/cases/:id`. */
  public add(method: string | string[], url: string): void {
    // A wildcard stands for every address and says nothing.
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[^\w-]/g, '\\$&'))).join('/')}/?$`);
    const route = this.routes.get(url) ?? { pattern, methods: new Set<string>() };
    for (const one of [method].flat()) route.methods.add(one);
    this.routes.set(url, route);
  }

  /** Methods of an address in order; none where there is nothing. */
  public at(url: string): string[] {
    const path = url.split('?')[0] ?? '';
    return [...new Set([...this.routes.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]))].sort();
  }
}
