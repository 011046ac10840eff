import { setTimeout as delay } from 'node:timers/promises'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import { toRecord } from '../../topics/wire.ts'
import { type Owned, runOwned } from '../runtime/owned.ts'
import type { ViewTail } from '../runtime/views.ts'
import { type Following, followExperiment } from './follow.ts'

export interface WatchOptions {
  readonly log: EventLog & EventIndex
  readonly facts: Pick<Facts, 'find'>
  readonly views: Pick<ViewTail, 'current'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** Event time, ms since 1970. */
  readonly clock: () => number
  readonly onTrouble: (error: unknown) => void
  /** How often it is looked, ms. */
  readonly everyMs?: number
}

/**
 * Writes down how the arms of experiments do that run, every few seconds in which something happened in them, for the guards to decide on. One of the
 * processes that share a log does so; another that takes over counts anew, from the start of the experiment.
 */
export const watchArms = (options: WatchOptions): Promise<Owned> => {
  const { log, views, partitions, clock, onTrouble, everyMs = 5_000 } = options
  return runOwned({ log, group: 'compare-arms', topic: 'control', onTrouble }, async (_owner, signal) => {
    const followed = new Map<string, Following>()
    const told = new Map<string, number>()
    const look = async (): Promise<void> => {
      const running = views.current().experiments.filter(({ stopped }) => stopped === null)
      for (const name of followed.keys()) if (!running.some(each => each.name === name)) followed.delete(name)
      for (const experiment of running) {
        const { name } = experiment
        const following = followed.get(name) ?? followExperiment(experiment, options)
        followed.set(name, following)
        const arms = await following.look(signal)
        if (following.changes() === (told.get(name) ?? 0)) continue
        told.set(name, following.changes())
        const timeMs = clock()
        const measured: DomainEvent<'ArmsMeasured'> = {
          id: `experiment.${name}.measured.${timeMs}`,
          type: 'ArmsMeasured',
          key: name,
          timeMs,
          source: 'compare-arms',
          subject: name,
          cause: null,
          data: { experiment: name, arms },
        }
        await log.append([toRecord(measured, partitions)])
      }
    }
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (!signal.aborted) await look()
    }
  })
}
