import type { z } from 'zod'

/** What `/openapi.json` says of a route; the schemas are those that the route validates with. */
export interface Endpoint {
  readonly summary: string
  readonly body?: z.ZodType
  /** Request headers that the route reads, by name, with what they do. */
  readonly headers?: Readonly<Record<string, string>>
  readonly answer?: z.ZodType
  /** What it means where the status is 202; none has that status where nothing is said. */
  readonly accepted?: string
  /** Media type of the answer; application/json where nothing is said. */
  readonly media?: string
  readonly tag: 'chat' | 'openai' | 'cache' | 'operations' | 'internal'
}

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint
    /** Whether the route answers while the server drains. */
    whileDraining?: boolean
    /** Whether errors have OpenAI's shape. */
    openai?: boolean
  }
}
