import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { EventType, TopicName } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import { persistently } from './persistently.ts'
import { readPast } from './read.ts'

/** A read model that keeps its own positions, atomically with what it folds. */
export interface ReadModel {
  /** The only types it folds; all where nothing is said. */
  readonly types?: readonly EventType[]
  position(partition: number): bigint
  /** Forgets everything; positions start again from 0. */
  clear(): void
  apply(partition: number, events: readonly DomainEvent[], next: bigint): void
}

export interface Projection {
  /** Resolves when everything that was in the log at the call has been applied. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

const batch = 1_000

/**
 * Keeps a read model up with a topic. Every process follows all partitions: a read model is not shared work. Records
 * that do not decode are passed over here; the processors that read the topic put them on dead.letters.
 */
export const project = (
  log: EventLog,
  topic: TopicName,
  partitions: number,
  model: ReadModel,
  onTrouble: (error: unknown) => void,
): Projection => {
  const types = model.types && new Set(model.types.map(type => `turnstream.${type}`))
  const stop = new AbortController()
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)
  const waiting = new Set<() => void>()

  const advance = async (partition: number): Promise<boolean> => {
    const offset = model.position(partition)
    const { records, damaged, next } = await readPast(log, { topic, partition, offset }, batch)
    if (next === offset || stop.signal.aborted) return false
    if (damaged) onTrouble(damaged.error)
    const events = records.flatMap(record => {
      // The header spares decoding; a record without one is decoded.
      if (record.headers.ce_type !== undefined && types?.has(record.headers.ce_type) === false) return []
      try {
        return [fromRecord(record)]
      } catch (error) {
        onTrouble(error)
        return []
      }
    })
    model.apply(partition, events, next)
    for (const wake of waiting) wake()
    return true
  }
  const ends = (): Promise<bigint[]> => Promise.all(numbers.map(partition => log.end({ topic, partition })))
  /** A model that has folded more than the log holds is of a log that was damaged or put back: it is folded again. */
  const begun = (async () => {
    const held = await ends()
    if (!numbers.some(partition => model.position(partition) > held[partition]!)) return
    onTrouble(new Error(`the read model of ${topic} is ahead of the log: it is folded again`))
    model.clear()
  })()
  const follow = (partition: number): Promise<void> =>
    persistently(stop.signal, onTrouble, async () => {
      await begun
      if (await advance(partition)) return
      await log.wait({ topic, partition, offset: model.position(partition) }, stop.signal)
    })
  const followers = numbers.map(follow)

  return {
    caughtUp: async () => {
      await begun
      const until = await ends()
      const behind = (): boolean => numbers.some(partition => model.position(partition) < until[partition]!)
      if (!behind()) return
      await new Promise<void>(resolve => {
        const check = (): void => {
          if (behind()) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      })
    },
    stop: async () => {
      stop.abort()
      await Promise.all(followers)
    },
  }
}
