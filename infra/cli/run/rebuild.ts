import { join } from 'node:path'
import { type CacheModel, openCache } from '../../cache/embedded.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { type Rebuilt, rebuildCache } from '../../gateway/rebuild.ts'
import type { LmdbLog } from '../../log/lmdb/open.ts'
import { project } from '../../runtime/projector.ts'
import { type CommonOptions, dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodes } from '../exit.ts'
import { keyedPartitions, openLogToRead, openLogToWrite, topicSpecs } from '../log.ts'
import { note, printResult } from '../output.ts'
import { post, reachServer } from '../server.ts'
import { tableOf } from '../table.ts'

interface Result extends Rebuilt {
  readonly store: string
}

/** Folds what the model lacks, up to the end of the log. */
const catchUp = async (log: LmdbLog, partitions: number, cache: CacheModel): Promise<void> => {
  const projection = project(log, 'cache.entries', partitions, cache, error =>
    note(`turnstream: ${(error as Error).message}`),
  )
  await projection.caughtUp()
  await projection.stop()
}

/**
 * The log is opened for writing although nothing is appended: no server may use the read model meanwhile. It is opened for
 * reading first, so that a mistyped directory is reported, not created.
 */
const rebuildHere = async (store: string, options: CommonOptions): Promise<Result> => {
  const dataDir = dataDirOf(options)
  const configuration = configurationOf(options)
  await (await openLogToRead(dataDir)).close()
  const log = await openLogToWrite(dataDir)
  const embedding = await openMiniLm(configuration.embedding)
  const cache = await openCache({
    dir: join(dataDir, 'views', 'cache'),
    logId: log.id,
    dimensions: embedding.dimensions,
  })
  try {
    const partitions = await keyedPartitions(log, configuration.log.partitions)
    await log.createTopics(topicSpecs(partitions))
    await catchUp(log, partitions, cache)
    return { store, ...(await rebuildCache({ log, cache, partitions })) }
  } finally {
    await cache.close()
    await embedding.close()
    await log.close()
  }
}

const text = ({ before, after, equal }: Rebuilt): string =>
  [
    tableOf(
      ['cache', 'entries', 'positions on cache.entries', 'digest'],
      [
        ['before', before.entries, before.positions.join(' '), before.digest],
        ['after', after.entries, after.positions.join(' '), after.digest],
      ],
    ),
    equal ? 'equal: the rebuilt read model is what was there' : 'different: what was there did not follow from the log',
  ].join('\n')

/** Rebuilds the cache read model. Exit code 1 where the rebuilt one differs. */
export const rebuild = async (store: string, options: CommonOptions): Promise<void> => {
  const server = await reachServer(dataDirOf(options))
  const result = server
    ? ((await post(server, '/internal/rebuild', { store })) as Result)
    : await rebuildHere(store, options)
  if (!result.equal) process.exitCode = exitCodes.checkFailed
  await printResult(options.json, result, text)
}
