import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createGateway, type GatewayOptions } from '../../infra/gateway/server.ts'
import { openTurnstream, type Turnstream, type TurnstreamOptions } from '../../infra/runtime/turnstream.ts'
import { type ProviderStub, type ProviderStubOptions, startProviderStub } from '../../infra/stub/provider.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { hashEmbedding } from '../topology/fakes.ts'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

export interface System {
  readonly url: string
  readonly stub: ProviderStub
  readonly turnstream: Turnstream
  /** What was logged, in order. */
  readonly lines: readonly LogLine[]
  post(path: string, body: object, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>
  get(path: string): Promise<Response>
  close(): Promise<void>
}

export interface SystemOptions
  extends Partial<Pick<TurnstreamOptions, 'clock' | 'models' | 'embedding' | 'env'>>,
    Partial<Pick<GatewayOptions, 'streams' | 'arrival'>> {
  /** Over the usual configuration of these tests, section by section; a list replaces the usual one. */
  readonly configuration?: Readonly<Record<string, object>>
  /** Over both pools. */
  readonly pool?: object
}

export const internalToken = 'of-the-run-file'

const collecting = () => {
  const lines: LogLine[] = []
  const at =
    (level: LogLine['level']) =>
    (fields: object, message: string): void =>
      void lines.push({ level, fields: { ...fields }, message })
  return { lines, logger: { info: at('info'), warn: at('warn'), error: at('error') } }
}

/** The real system on a log of its own, its models a provider stub. The caller closes it. */
export const openSystem = async (
  provider: Partial<ProviderStubOptions> = {},
  { configuration: sections = {}, pool: common = {}, streams, arrival, ...options }: SystemOptions = {},
): Promise<System> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-gateway-'))
  const stub = await startProviderStub({ answer: messages => `Answer to: ${messages.at(-1)!.content}`, ...provider })
  const pool = { kind: 'openai', tier: 'small', baseUrl: `${stub.url}/v1`, ...common }
  const usual: Record<string, object> = {
    pools: {
      first: { ...pool, model: 'stub-small', models: ['stub-pinned'] },
      second: { ...pool, model: 'stub-other' },
    },
    cache: { delayWindowMs: 0 },
  }
  for (const [name, section] of Object.entries(sections))
    usual[name] = Array.isArray(section) ? section : { ...usual[name], ...section }
  const configuration = configurationSchema.parse(usual)
  const { lines, logger } = collecting()
  const turnstream = await openTurnstream({
    configuration,
    dataDir,
    logger,
    env: {},
    embedding: hashEmbedding,
    ...options,
  })
  const app = createGateway({ turnstream, logger, version: '1.2.3', internalToken, streams, arrival })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    stub,
    turnstream,
    lines,
    post: (path, body, headers = {}, signal = new AbortController().signal) =>
      fetch(url + path, {
        method: 'POST',
        signal,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    get: path => fetch(url + path),
    close: async () => {
      await app.drain(2_000)
      await turnstream.drain(2_000)
      await app.close()
      await stub.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** The same, closed with the test. */
export const system = async (
  provider: Partial<ProviderStubOptions> = {},
  options: SystemOptions = {},
): Promise<System> => {
  const opened = await openSystem(provider, options)
  onTestFinished(opened.close)
  return opened
}
