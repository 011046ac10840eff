import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { EventLog } from '../../../processors/ports/log.ts'

/** The log lane of the server under test, seen from its log. */
export interface Lane {
  /** Records that some processor has yet to take; one that two have yet to take counts twice. */
  backlog(): Promise<number>
  /** Records on all topics. */
  events(): Promise<number>
  close(): Promise<void>
}

const load = (root: string, path: string): Promise<unknown> => import(pathToFileURL(join(root, path)).href)

/**
 * Opens the log beside the server that writes it, with the code of the checkout that is measured: its format and its
 * processors may be others than this one's.
 */
export const openLane = async (root: string, dataDir: string): Promise<Lane> => {
  const { openLmdbLog } = (await load(root, 'infra/log/lmdb/open.ts')) as typeof import('../../log/lmdb/open.ts')
  return laneOver(await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true }), root)
}

/** The lane of the processors of a checkout over an open log, which `close` closes. */
export const laneOver = async (
  log: Pick<EventLog, 'topics' | 'progress' | 'begin' | 'end' | 'close'>,
  root: string,
): Promise<Lane> => {
  const { topology } = (await load(root, 'topics/topology.ts')) as typeof import('../../../topics/topology.ts')
  const topics = await log.topics()
  const partitions = topics.flatMap(({ name, partitions: count }) =>
    Array.from({ length: count }, (_, partition) => ({ topic: name, partition })),
  )
  const inputs = topology
    .filter(({ kind }) => kind === 'decider' || kind === 'effect')
    .flatMap(({ name, reads }) =>
      partitions.filter(({ topic }) => (reads as readonly string[]).includes(topic)).map(at => ({ name, at })),
    )
  const behind = async ({ name, at }: (typeof inputs)[number]): Promise<number> => {
    const { next } = await log.progress(name, at)
    return Number((await log.end(at)) - next)
  }
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

  return {
    backlog: async () => sum(await Promise.all(inputs.map(behind))),
    events: async () =>
      sum(await Promise.all(partitions.map(async at => Number((await log.end(at)) - (await log.begin(at)))))),
    close: () => log.close(),
  }
}
