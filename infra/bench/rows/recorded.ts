import type { Bed } from '../bed.ts'
import { idle } from '../load/idle.ts'
import { pump } from '../load/pump.ts'
import { runCommand } from '../server/command.ts'
import type { RunRow } from './row.ts'
import { mixedOf } from './traffic.ts'

/** Mixed traffic until `enough`, and until the log lane has done all of it. */
export const record = async (bed: Bed, enough: (answered: number) => boolean): Promise<void> => {
  const traffic = mixedOf(bed)
  const { connections, lane } = bed.up()
  await pump({ connections, lane, request: () => traffic.next().request, enough })
  await idle(connections, lane, bed.sizes.settleSeconds)
}

interface Verified {
  readonly identical: boolean
  readonly inputs: number
  readonly events: number
  readonly differences: number
  readonly durationMs: number
  readonly byProcessor: Readonly<Record<string, { readonly inputs: number }>>
}

/** Every decision on the log made again and compared, beside no server. */
export const replayAll: RunRow = async bed => {
  await bed.stop()
  const args = ['replay', '--from', 'earliest', '--verify', '--data-dir', bed.dataDir]
  const { result, seconds } = await runCommand(bed.root, args, bed.env)
  const { identical, inputs, events, differences, durationMs, byProcessor } = result as Verified
  const turns = byProcessor.enrich?.inputs ?? 0
  const rate = turns / (durationMs / 1_000)
  return {
    values: { rate },
    count: turns,
    latencyMs: null,
    perSecond: rate,
    failure: identical ? null : `${differences} decisions differ from what was recorded`,
    details: {
      identical,
      turns,
      inputs,
      events,
      seconds: durationMs / 1_000,
      withStart: { seconds, turnsPerSecond: turns / seconds },
    },
  }
}

interface Folded {
  readonly entries: number
  readonly positions: readonly number[]
}

interface Rebuilt {
  readonly equal: boolean
  readonly caches?: readonly { readonly after: Folded }[]
  /** Of older programs, which had one cache. */
  readonly after?: Folded
  /** What newer programs tell of themselves. */
  readonly events?: number
  readonly durationMs?: number
}

/** All read models dropped and folded again, beside no server. */
export const rebuildAll: RunRow = async bed => {
  await bed.stop()
  const args = ['rebuild', 'all', '--data-dir', bed.dataDir]
  const { result, seconds } = await runCommand(bed.root, args, bed.env)
  const { equal, caches, after = caches?.[0]?.after, events: told, durationMs } = result as Rebuilt
  if (!after) throw new Error('the command tells of no rebuilt cache')
  const events = told ?? after.positions.reduce((sum, next) => sum + next, 0)
  const took = durationMs === undefined ? seconds : durationMs / 1_000
  return {
    values: { rate: events / took },
    count: events,
    latencyMs: null,
    perSecond: events / took,
    failure: equal ? null : 'the rebuilt read model is not what was there',
    details: {
      equal,
      events,
      entries: after.entries,
      seconds: took,
      timedBy: durationMs === undefined ? 'the bench, start of the process included' : 'the command',
      withStart: { seconds, eventsPerSecond: events / seconds },
    },
  }
}
