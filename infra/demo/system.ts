import { loadConfiguration } from '../configuration/load.ts'
import { createGateway } from '../gateway/server.ts'
import { type Logger, openTurnstream, type Turnstream } from '../runtime/turnstream.ts'
import type { StubMessage } from '../stub/format.ts'
import { startProviderStub } from '../stub/provider.ts'

export interface DemoSystem {
  /** Of the gateway. */
  readonly origin: string
  readonly turnstream: Turnstream
  stop(): Promise<void>
}

/** A model's time to the first token is some hundred times a cache hit's; the stub's is short, so that a demo ends. */
const firstTokenMs = 20

const tiers = ['small', 'medium', 'large'] as const

/**
 * The real system behind its real gateway on a free port, with three pools on a provider stub. Options come from the
 * environment as ever, pools and prices of the demo aside.
 */
export const startDemoSystem = async (options: {
  readonly dataDir: string
  readonly logger: Logger
  readonly version: string
  answer(messages: readonly StubMessage[]): string
}): Promise<DemoSystem> => {
  const { dataDir, logger, version, answer } = options
  const stub = await startProviderStub({ answer, firstTokenMs, models: tiers.map(tier => `demo-${tier}`) })
  const pools = Object.fromEntries(
    tiers.map(tier => [
      `demo-${tier}`,
      { kind: 'openai', tier, model: `demo-${tier}`, baseUrl: `${stub.url}/v1`, simulated: true },
    ]),
  )
  const configuration = loadConfiguration({ set: [`pools=${JSON.stringify(pools)}`, 'baselineModel=demo-large'] })
  const turnstream = await openTurnstream({ configuration, dataDir, logger })
  const gateway = createGateway({ turnstream, logger, version })
  const origin = await gateway.listen({ host: '127.0.0.1', port: 0 })
  return {
    origin,
    turnstream,
    stop: async () => {
      const { drainMs } = configuration.server
      await gateway.drain(drainMs)
      await turnstream.drain(drainMs)
      await gateway.close()
      await stub.close()
    },
  }
}
