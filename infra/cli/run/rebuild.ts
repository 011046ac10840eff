import { join } from 'node:path'
import { openCache } from '../../cache/embedded.ts'
import type { CacheModel } from '../../cache/model.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { type ReadModelsRebuilt, rebuildReadModels, type Store } from '../../gateway/rebuild.ts'
import { openLedger } from '../../ledger/model.ts'
import type { Log } from '../../log/in-use.ts'
import { project } from '../../runtime/projector.ts'
import { type CommonOptions, dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodes } from '../exit.ts'
import { keyedPartitions, openLogAlone, openLogToRead, topicSpecs } from '../log.ts'
import { note, printResult } from '../output.ts'
import { post, reachServer } from '../server.ts'
import { tableOf } from '../table.ts'

const onTrouble = (error: unknown): void => note(`turnstream: ${(error as Error).message}`)

/** Folds what the model lacks, up to the end of the log. */
const catchUp = async (log: Log, partitions: number, cache: CacheModel): Promise<void> => {
  const projection = project(log, 'cache.entries', partitions, cache, onTrouble)
  await projection.caughtUp()
  await projection.stop()
}

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
  const cache = await openCache({
    dir: join(dataDir, 'views', 'cache'),
    logId: log.id,
    dimensions: embedding.dimensions,
    searchable: configuration.cache.searchable,
  })
  try {
    const partitions = await keyedPartitions(log, configuration.log.partitions)
    await log.createTopics(topicSpecs(partitions))
    await catchUp(log, partitions, cache)
    const costs = await openLedger({ dir: join(dataDir, 'views', 'ledger'), log, onTrouble, everyMs: null })
    try {
      return await rebuildReadModels({ log, cache, costs, partitions }, store)
    } finally {
      await costs.close()
    }
  } finally {
    await cache.close()
    await embedding.close()
    await log.close()
  }
}

const text = ({ before, after, ledger, equal }: ReadModelsRebuilt): string =>
  [
    tableOf(
      ['cache', 'entries', 'positions on cache.entries', 'digest'],
      [
        ['before', before.entries, before.positions.join(' '), before.digest],
        ['after', after.entries, after.positions.join(' '), after.digest],
      ],
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
    equal ? 'equal: what was rebuilt is what was there' : 'different: what was there did not follow from the log',
  ].join('\n')

/** Rebuilds the read models that `store` names. Exit code 1 where a rebuilt one differs. */
export const rebuild = async (store: Store, options: CommonOptions): Promise<void> => {
  const server = await reachServer(dataDirOf(options))
  const result = server
    ? ((await post(server, '/internal/rebuild', { store })) as ReadModelsRebuilt)
    : await rebuildHere(store, options)
  if (!result.equal) process.exitCode = exitCodes.checkFailed
  await printResult(options.json, result, text)
}
