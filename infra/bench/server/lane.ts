import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The log lane of the server under test, seen from its log. */
export interface Lane {
  /** Records that some processor has yet to take; one that two have yet to take counts twice. */
  backlog(): Promise<number>
  /** Records on all topics. */
  events(): Promise<number>
  close(): Promise<void>
}

/**
 * Opens the log beside the server that writes it, with the code of the checkout that is measured: its format and its
 * processors may be others than this one's.
 */
export const openLane = async (root: string, dataDir: string): Promise<Lane> => {
  const load = (path: string): Promise<unknown> => import(pathToFileURL(join(root, path)).href)
  const { openLmdbLog } = (await load('infra/log/lmdb/open.ts')) as typeof import('../../log/lmdb/open.ts')
  const { topology } = (await load('topics/topology.ts')) as typeof import('../../../topics/topology.ts')
  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const topics = await log.topics()
  const partitions = topics.flatMap(({ name, partitions: count }) =>
    Array.from({ length: count }, (_, partition) => ({ topic: name, partition })),
  )
  const groups = topology.filter(({ kind }) => kind === 'decider' || kind === 'effect')

  const backlog = async (): Promise<number> => {
    let behind = 0
    for (const { name, reads } of groups)
      for (const at of partitions) {
        if (!(reads as readonly string[]).includes(at.topic)) continue
        const { next } = await log.progress(name, at)
        behind += Number((await log.end(at)) - next)
      }
    return behind
  }

  return {
    backlog,
    events: async () => {
      let events = 0
      for (const at of partitions) events += Number((await log.end(at)) - (await log.begin(at)))
      return events
    },
    close: () => log.close(),
  }
}
