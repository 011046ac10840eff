import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCatalogue } from '../../processors/errors.ts'
import { openSystem, type System } from '../gateway/system.ts'
import { echoModels } from '../topology/fakes.ts'
import { exchange, type RawResponse, requestBytes } from '../trouble/connection.ts'
import { mutated } from './bytes.ts'
import { bounded } from './seed.ts'

let system: System
const rejections: unknown[] = []
const note = (reason: unknown): void => void rejections.push(reason)
beforeAll(async () => {
  process.on('unhandledRejection', note)
  system = await openSystem({}, { models: echoModels(), arrival: { headersMs: 500, wholeMs: 1_000, checkMs: 50 } })
})
afterAll(async () => {
  await system.close()
  process.off('unhandledRejection', note)
  expect(rejections).toEqual([])
})

const codes = new Set(Object.keys(errorCatalogue))

/** An answer, or a refusal in the shape of its path: never a defect of the server. */
const expectClear = ({ status, body, headers }: RawResponse, openai: boolean): void => {
  expect(status, body).toBeGreaterThanOrEqual(200)
  expect(status, body).toBeLessThan(500)
  if (status < 400) return
  const { error } = JSON.parse(body) as { error: Record<string, unknown> }
  expect(error).toMatchObject({ message: expect.any(String), request_id: headers['x-request-id'] })
  if (openai) expect(Object.keys(error).sort()).toEqual(['code', 'message', 'param', 'request_id', 'type'])
  else expect(codes).toContain(error.code)
}

const answersNext = async (): Promise<void> => expect((await system.get('/health')).status).toBe(200)

/** What a field may hold that it should not. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(null, true, -1, 0, 1e308, 0.5, '', ' ', '\u0000', 'x'.repeat(50_000), [], {}, [[]], { role: 'user' }),
)

const hello = { role: 'user', content: 'How do I return a lamp?' }

/** The routes that take a body, each with one that is in order. */
const routes = [
  [
    '/v1/chat',
    {
      message: hello.content,
      conversation_id: 'c1',
      scene: null,
      user_id: 'u1',
      model: 'auto',
      temperature: 0,
      max_tokens: 50,
    },
  ],
  ['/v1/chat/stream', { message: hello.content, user_id: 'u1', model: null }],
  [
    '/v1/chat/completions',
    {
      model: 'auto',
      messages: [{ role: 'system', content: 'Be brief.' }, hello],
      stream: true,
      stream_options: { include_usage: true },
      n: 2,
      temperature: 1,
      user: 'u1',
      tools: [{ type: 'function', function: { name: 'f', parameters: {} } }],
      response_format: { type: 'json_object' },
    },
  ],
  ['/v1/feedback', { turn_id: 't_1', helpful: true, rating: 5, comment: 'good' }],
  [
    '/v1/policies',
    {
      scene: null,
      match: { keywords: ['lamp'], products: ['a'], entries: ['b'], before_version: 'v' },
      rollout: { share_per_day: 0.5 },
      prewarm: false,
      reason: 'law',
      version: 'v1',
    },
  ],
] as const

/** A body of which some fields are missing, of which some hold anything, and to which some are added. */
const spoilt = (body: object): fc.Arbitrary<object> => {
  const fields = Object.entries(body).map(([name, value]) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(value) },
        { weight: 1, arbitrary: fc.constant(undefined) },
        { weight: 2, arbitrary: anything },
      ),
    ),
  )
  const added = fc.option(fc.tuple(fc.string({ unit: 'binary', maxLength: 12 }), anything), { freq: 4, nil: undefined })
  return fc
    .tuple(fc.tuple(...fields), added)
    .map(([all, more]) =>
      Object.fromEntries([...all, ...(more ? [more] : [])].filter(([, value]) => value !== undefined)),
    )
}

describe.each(routes)('POST %s', (path, body) => {
  const openai = path === '/v1/chat/completions'

  it('answers any fields or refuses them clearly', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt(body), async sent => {
        expectClear(await exchange(system.url, { path, body: JSON.stringify(sent) }), openai)
      }),
      bounded(200, 2_000),
    )
    await answersNext()
  })

  it('answers any bytes as a body or refuses them clearly', async () => {
    const whole = new Uint8Array(Buffer.from(JSON.stringify(body)))
    const bodies = fc.oneof(
      { weight: 4, arbitrary: mutated(fc.constant(whole)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    )
    await fc.assert(
      fc.asyncProperty(bodies, async bytes => expectClear(await exchange(system.url, { path, body: bytes }), openai)),
      bounded(200, 1_500),
    )
    await answersNext()
  })
})

it('any path is answered or refused clearly', async () => {
  const document = (await (await system.get('/openapi.json')).json()) as { paths: Record<string, object> }
  const known = Object.keys(document.paths)
  const segment = fc.oneof(
    fc.webSegment(),
    fc.string({ maxLength: 10 }).map(encodeURIComponent),
    fc.constantFrom('%', '%zz', '..', '%00', '%2f', ''),
  )
  const paths = fc.oneof(
    fc
      .tuple(fc.constantFrom(...known), segment, fc.option(fc.webQueryParameters(), { nil: '' }))
      .map(([path, part, query]) => `${path.replaceAll(/\{\w+\}/g, part)}?${query}`),
    fc.array(segment, { maxLength: 5 }).map(parts => `/${parts.join('/')}`),
  )
  await fc.assert(
    fc.asyncProperty(paths, fc.constantFrom('GET', 'DELETE', 'PUT', 'OPTIONS'), async (path, method) => {
      const response = await exchange(system.url, { method, path })
      expectClear(
        response,
        path.startsWith('/v1/chat/completions') || (path.startsWith('/v1/models') && method === 'GET'),
      )
    }),
    bounded(300, 2_500),
  )
  await answersNext()
})

it('any bytes on a connection are answered, refused clearly or given up', async () => {
  const whole = new Uint8Array(requestBytes({ body: JSON.stringify({ message: hello.content }) }))
  const bytes = fc.oneof(
    { weight: 5, arbitrary: mutated(fc.constant(whole)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  )
  await fc.assert(
    fc.asyncProperty(bytes, async sent => {
      const { status, body, headers } = await exchange(system.url, sent)
      // Node itself answers what lacks a host or expects what it does not know, without a body.
      if (body === '') expect([0, 200, 400, 417, 404, 405]).toContain(status)
      // Bytes left over after a request are another one, answered after this answer.
      else
        expectClear(
          {
            status,
            body: Buffer.from(body)
              .subarray(0, Number(headers['content-length'] ?? Infinity))
              .toString(),
            headers,
          },
          false,
        )
    }),
    bounded(60, 6_000),
  )
  await answersNext()
})
