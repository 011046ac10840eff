import { configurationOf } from '../../infra/cli/configuration.ts'
import { version } from '../../infra/cli/version.ts'
import { createGateway } from '../../infra/gateway/server.ts'
import { laneRules } from '../../infra/runtime/lanes.ts'
import { openTurnstream, type TurnstreamOptions } from '../../infra/runtime/turnstream.ts'
import { createLogger } from '../../infra/telemetry/logger.ts'
import type { Broken } from './servers.ts'

/** What `turnstream serve` is, but for one rule that it does not keep. */
const breakages: Readonly<Record<Broken, Pick<TurnstreamOptions, 'only' | 'rules'>>> = {
  'serves without a lease': { only: ['gateway'], rules: { leases: false } },
  'takes every call for the first': { rules: { lanes: { ...laneRules, mayHaveBegun: () => false } } },
}

const argument = (name: string): string => process.argv[process.argv.indexOf(name) + 1]!
const dataDir = argument('--data-dir')
const configuration = configurationOf({ dataDir })
const logger = createLogger(configuration.logLevel)
const broken = breakages[argument('--broken') as Broken]
const turnstream = await openTurnstream({ configuration, dataDir, logger, ...broken })
const gateway = createGateway({ turnstream, logger, version })
process.stdout.write(`${await gateway.listen({ host: '127.0.0.1', port: 0 })}\n`)
