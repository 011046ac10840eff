import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

interface Described {
  readonly method: string
  readonly url: string
  readonly endpoint: Endpoint
  readonly openai: boolean
}

const errorShape = z.object({
  error: z.object({
    code: z.string().describe('Of the error catalogue; guard by it, not by the message.'),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    request_id: z.string(),
  }),
})
const openaiErrorShape = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
    request_id: z.string(),
  }),
})

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}

const pathParameters = (url: string): readonly object[] =>
  [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))

const headerParameters = (headers: Endpoint['headers'] = {}): readonly object[] =>
  Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }))

const operation = ({ url, endpoint, openai }: Described): object => {
  const { summary, tag, body, answer, accepted, headers, media = 'application/json' } = endpoint
  const content = { [media]: answer ? { schema: jsonSchema(answer, 'output') } : {} }
  return {
    summary,
    tags: [tag],
    parameters: [...pathParameters(url), ...headerParameters(headers)],
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } } }
      : {}),
    responses: {
      200: { description: 'Done.', content },
      ...(accepted ? { 202: { description: accepted, content } } : {}),
      default: {
        description: 'Refused or failed.',
        content: {
          'application/json': { schema: { $ref: `#/components/schemas/${openai ? 'OpenaiError' : 'Error'}` } },
        },
      },
    },
  }
}

/** OpenAPI 3.1 of the routes, from the schemas that they validate with. */
const documentOf = (described: readonly Described[], version: string): object => {
  const paths: Record<string, Record<string, object>> = {}
  for (const each of described) {
    const path = each.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: operation(each) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Turnstream',
      version,
      description: 'Cuts the cost and latency of LLM customer-service chat.',
      license: { name: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Error: jsonSchema(errorShape, 'output'), OpenaiError: jsonSchema(openaiErrorShape, 'output') },
    },
  }
}

/** GET /openapi.json: every route that is registered after this call and says what it does. */
export const openapiRoutes = (app: FastifyInstance, version: string): void => {
  const described: Described[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.endpoint) return
    for (const each of [method].flat())
      if (each !== 'HEAD')
        described.push({ method: each, url, endpoint: config.endpoint, openai: config.openai === true })
  })
  let document: object | null = null
  app.get('/openapi.json', { config: { endpoint: { tag: 'operations', summary: 'This description.' } } }, async () => {
    document ??= documentOf(described, version)
    return document
  })
}
