import { join } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { type ReadModelsRebuilt, rebuildReadModels } from '../../gateway/rebuild.ts'
import { openLedger } from '../../ledger/model.ts'
import { openReviewQueue } from '../../review/queue.ts'
import { openCaches, type Store } from '../../runtime/caches.ts'
import { openServices } from '../../runtime/services.ts'
import { type CommonOptions, dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodes } from '../exit.ts'
import { keyedPartitions, openLogAlone, openLogToRead, topicSpecs } from '../log.ts'
import { note, printResult } from '../output.ts'
import { post, reachServer } from '../server.ts'
import { tableOf } from '../table.ts'

const onTrouble = (error: unknown): void => note(`turnstream: ${(error as Error).message}`)

/**
 * The log is opened for writing although nothing is appended: no server may use the read model meanwhile. It is opened for
 * reading first, so that a mistyped directory is reported, not created.
 */
const rebuildHere = async (store: Store, options: CommonOptions): Promise<ReadModelsRebuilt> => {
  const dataDir = dataDirOf(options)
  const configuration = configurationOf(options)
  await (await openLogToRead(options)).close()
  const log = await openLogAlone(options)
  const embedding = await openMiniLm(configuration.embedding)
  const { redis, elasticsearch, close } = openServices(process.env, configuration)
  const { dimensions } = embedding
  const partitions = await keyedPartitions(log, configuration.log.partitions)
  await log.createTopics(topicSpecs(partitions))
  const shared = { redis, elasticsearch, onTrouble, onDegraded: onTrouble }
  const caches = await openCaches({ dataDir, log, partitions, dimensions, configuration, ...shared })
  try {
    const down = [...caches.troubles().values()].find(trouble => trouble !== null)
    if (down) throw turnstreamError('UNAVAILABLE', down)
    const costs = await openLedger({ dir: join(dataDir, 'views', 'ledger'), log, onTrouble, everyMs: null })
    const reviews = await openReviewQueue({ dir: join(dataDir, 'views', 'reviews'), log, partitions, onTrouble })
    try {
      return await rebuildReadModels({ caches, costs, reviews }, store)
    } finally {
      await reviews.close()
      await costs.close()
    }
  } finally {
    await caches.close()
    await close()
    await embedding.close()
    await log.close()
  }
}

const verdict = ({ caches, equal }: ReadModelsRebuilt): string => {
  if (!equal) return 'different: what was there did not follow from the log'
  const unknown = caches.filter(layer => layer.equal === null).map(({ layer }) => layer)
  return unknown.length === 0
    ? 'equal: what was rebuilt is what was there'
    : `rebuilt; events came meanwhile, so ${unknown.join(' and ')} cannot be compared with what was there`
}

const text = (result: ReadModelsRebuilt): string => {
  const { caches, ledger, reviews } = result
  return [
    ...caches.map(({ layer, before, after }) =>
      tableOf(
        [layer, 'entries', 'positions on cache.entries', 'digest'],
        [
          ['before', before.entries ?? '', before.positions.join(' '), before.digest],
          ['after', after.entries ?? '', after.positions.join(' '), after.digest],
        ],
      ),
    ),
    ...(ledger
      ? [
          tableOf(
            ['ledger', 'turns', 'positions on cost.ledger', 'digest'],
            [
              ['before', ledger.before.turns, ledger.before.positions.join(' '), ledger.before.digest],
              ['after', ledger.after.turns, ledger.after.positions.join(' '), ledger.after.digest],
            ],
          ),
        ]
      : []),
    ...(reviews
      ? [
          tableOf(
            ['reviews', 'open', 'positions on reviews', 'digest'],
            [
              ['before', reviews.before.open, reviews.before.positions.join(' '), reviews.before.digest],
              ['after', reviews.after.open, reviews.after.positions.join(' '), reviews.after.digest],
            ],
          ),
        ]
      : []),
    verdict(result),
  ].join('\n')
}

/** Rebuilds the read models that `store` names. Exit code 1 where a rebuilt one differs. */
export const rebuild = async (store: Store, options: CommonOptions): Promise<void> => {
  const server = await reachServer(dataDirOf(options))
  const result = server
    ? ((await post(server, '/internal/rebuild', { store })) as ReadModelsRebuilt)
    : await rebuildHere(store, options)
  if (!result.equal) process.exitCode = exitCodes.checkFailed
  await printResult(options.json, result, text)
}
