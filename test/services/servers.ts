import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type ProviderStub, type ProviderStubOptions, startProviderStub } from '../../infra/stub/provider.ts'
import { type Launched, launch, type Serving } from '../chaos/serving.ts'
import { turnstream } from '../cli/turnstream.ts'

/** Addresses as in the environment; what is left out is embedded. */
export interface Addresses {
  readonly kafka?: string
  readonly registry?: string
  readonly redis?: string
  readonly elasticsearch?: string
}

export interface Answer {
  readonly turn_id: string
  readonly message: string
  readonly cached: 'exact' | 'hot' | 'cold' | null
  readonly similarity: number | null
  readonly sources: readonly string[]
}

export interface Ready {
  readonly status: number
  readonly ready: boolean
  readonly reasons: readonly string[]
  readonly degraded: Readonly<Record<string, string>>
}

/** Ways in which a server may break the promises that it should keep. */
export type Broken = 'serves without a lease' | 'takes every call for the first'

/** Servers of one system, under names on the services that no other suite has, with a provider of their own. */
export interface Servers {
  readonly stub: ProviderStub
  readonly env: Readonly<Record<string, string>>
  /** `turnstream serve` on a data directory by this name, or one that breaks a promise. */
  start(name: string, broken?: Broken): Promise<Serving>
  /** The same, without waiting until it listens. */
  launch(name: string, broken?: Broken): Launched
  /** A command beside the servers; with a name, on that server's data directory. */
  run(args: readonly string[], name?: string): ReturnType<typeof turnstream>
  stop(): Promise<void>
}

export const startServers = async (
  addresses: Addresses,
  settings: Readonly<Record<string, string>> = {},
  provider: Partial<ProviderStubOptions> = {},
): Promise<Servers> => {
  const own = `t${randomBytes(4).toString('hex')}`
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-servers-'))
  const stub = await startProviderStub({
    answer: messages => `Here is what to do: ${messages.at(-1)!.content.slice(0, 80)}`,
    ...provider,
  })
  const { kafka, registry, redis, elasticsearch } = addresses
  const env = {
    ...(kafka ? { KAFKA_BROKERS: kafka, TURNSTREAM_KAFKA_PREFIX: `${own}.` } : {}),
    ...(registry ? { SCHEMA_REGISTRY_URL: registry } : {}),
    ...(redis ? { REDIS_URL: redis, TURNSTREAM_REDIS_PREFIX: `${own}.`, TURNSTREAM_REDIS_TIMEOUT_MS: '1000' } : {}),
    ...(elasticsearch
      ? {
          ELASTICSEARCH_URL: elasticsearch,
          TURNSTREAM_ELASTICSEARCH_INDEX: `${own}-cache`,
          TURNSTREAM_ELASTICSEARCH_ANALYTICS: own,
          TURNSTREAM_ELASTICSEARCH_REFRESH_MS: '200',
          // A server that has just started on a busy machine takes longer than a customer should wait.
          TURNSTREAM_ELASTICSEARCH_TIMEOUT_MS: '2000',
        }
      : {}),
    TURNSTREAM_POOLS: JSON.stringify({
      small: { kind: 'openai', tier: 'small', baseUrl: `${stub.url}/v1`, model: 'demo-small' },
    }),
    ...settings,
  }
  const launched: Launched[] = []
  const launchOne: Servers['launch'] = (name, broken) => {
    const server = broken
      ? launch(join(dir, name), ['--broken', broken], env, join(import.meta.dirname, 'server.child.ts'))
      : launch(join(dir, name), [], env)
    launched.push(server)
    return server
  }
  return {
    stub,
    env,
    start: (...given) => launchOne(...given).listening,
    launch: launchOne,
    run: (args, name = 'command') => turnstream([...args, '--data-dir', join(dir, name)], { env }),
    stop: async () => {
      for (const server of launched) await server.kill('SIGKILL')
      await stub.close()
      rmSync(dir, { recursive: true })
    },
  }
}

export const post = (
  { url }: Serving,
  path: string,
  body: object,
  headers: Record<string, string> = {},
  ms = 60_000,
): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ms),
  })

/** Asks, and expects an answer. */
export const ask = async (server: Serving, message: string, more: object = {}): Promise<Answer> => {
  const response = await post(server, '/v1/chat', { message, ...more })
  const answer = await response.json()
  expect(response.status, JSON.stringify(answer)).toBe(200)
  return answer as Answer
}

/** The texts of the tokens that a stream told, and its end. */
export const askStreaming = async (server: Serving, message: string, more: object = {}) => {
  const response = await post(server, '/v1/chat/stream', { message, ...more })
  const text = await response.text()
  const events = text
    .split('\n\n')
    .map(block => ({ event: /^event: (.*)$/m.exec(block)?.[1], data: /^data: (.*)$/m.exec(block)?.[1] }))
    .filter(({ event, data }) => event !== undefined && data !== undefined)
    .map(({ event, data }) => ({ event: event!, data: JSON.parse(data!) }))
  return {
    tokens: events.filter(({ event }) => event === 'token').map(({ data }) => data.text as string),
    done: events.find(({ event }) => event === 'done')?.data,
  }
}

export const readyOf = async ({ url }: Serving): Promise<Ready> => {
  const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(20_000) })
  return { status: response.status, ...((await response.json()) as Omit<Ready, 'status'>) }
}

/** The value of a metric line, such as `turnstream_part_up{part="redis"}`; undefined where there is none. */
export const metricOf = async ({ url }: Serving, name: string): Promise<number | undefined> => {
  const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(20_000) })).text()
  const line = text.split('\n').find(each => each.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length + 1))
}
