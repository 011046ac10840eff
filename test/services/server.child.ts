import { configurationOf } from '../../infra/cli/configuration.ts'
import { version } from '../../infra/cli/version.ts'
import { createGateway } from '../../infra/gateway/server.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { createLogger } from '../../infra/telemetry/logger.ts'

/** What `turnstream serve` is, as a gateway alone, but for one rule that it does not keep: it serves without a lease. */
const dataDir = process.argv[process.argv.indexOf('--data-dir') + 1]!
const configuration = configurationOf({ dataDir })
const logger = createLogger(configuration.logLevel)
const only = ['gateway']
const turnstream = await openTurnstream({ configuration, dataDir, logger, only, rules: { leases: false } })
const gateway = createGateway({ turnstream, logger, version })
process.stdout.write(`${await gateway.listen({ host: '127.0.0.1', port: 0 })}\n`)
