import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createGateway } from '../../infra/gateway/server.ts'
import { openTurnstream, type Turnstream } from '../../infra/runtime/turnstream.ts'
import { type ProviderStub, type ProviderStubOptions, startProviderStub } from '../../infra/stub/provider.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { hashEmbedding } from '../topology/fakes.ts'
import { silent } from './gateway.ts'

export interface System {
  readonly url: string
  readonly stub: ProviderStub
  readonly turnstream: Turnstream
  post(path: string, body: object, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>
  get(path: string): Promise<Response>
}

export const internalToken = 'of-the-run-file'

/** The real system on a log of its own, its models a provider stub; closed with the test. */
export const system = async (provider: Partial<ProviderStubOptions> = {}): Promise<System> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-gateway-'))
  const stub = await startProviderStub({ answer: messages => `Answer to: ${messages.at(-1)!.content}`, ...provider })
  const pool = { kind: 'openai', tier: 'small', baseUrl: `${stub.url}/v1` }
  const configuration = configurationSchema.parse({
    pools: {
      first: { ...pool, model: 'stub-small', models: ['stub-pinned'] },
      second: { ...pool, model: 'stub-other' },
    },
    cache: { delayWindowMs: 0 },
  })
  const turnstream = await openTurnstream({ configuration, dataDir, logger: silent, env: {}, embedding: hashEmbedding })
  const app = createGateway({ turnstream, logger: silent, version: '1.2.3', internalToken })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await app.drain(2_000)
    await turnstream.drain(2_000)
    await app.close()
    await stub.close()
    rmSync(dataDir, { recursive: true })
  })
  return {
    url,
    stub,
    turnstream,
    post: (path, body, headers = {}, signal = new AbortController().signal) =>
      fetch(url + path, {
        method: 'POST',
        signal,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    get: path => fetch(url + path),
  }
}
