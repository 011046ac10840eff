import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, StoredRecord } from '../../processors/ports/log.ts'
import type { Effect, Facts } from '../../processors/processor.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import { deadLetter } from './dead-letter.ts'
import { type EffectOptions, type RunningEffect, runEffect } from './effects.ts'
import type { ViewTail } from './views.ts'

export interface EffectProcessorOptions extends Pick<EffectOptions, 'rules'> {
  readonly log: EventLog & Pick<EventIndex, 'has' | 'settled'>
  readonly effect: Effect
  readonly facts: Facts
  readonly views: Pick<ViewTail, 'current'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  readonly limits: { readonly capacity: number; readonly highWater: number; readonly lowWater: number }
  readonly onTrouble: (error: unknown) => void
}

/** Runs an effect over events: decodes what it reacts to, encodes what it answers, and buries what cannot be run. */
export const runEffectProcessor = (options: EffectProcessorOptions): Promise<RunningEffect> => {
  const { log, effect, facts, views, partitions, limits, rules, onTrouble } = options
  const types = new Set(effect.reactsTo.map(type => `turnstream.${type}`))
  return runEffect({
    log,
    group: effect.name,
    topics: effect.inputs,
    ...limits,
    rules,
    flushMs: 50,
    // The header spares decoding what is not for this effect; a record without one is decoded and buried.
    accepts: ({ headers }) => headers.ce_type === undefined || types.has(headers.ce_type),
    laneOf: record => effect.lane(fromRecord(record)),
    ready: (record, signal) => effect.ready?.(fromRecord(record), signal) ?? null,
    run: async (record, { signal, redelivered }) => {
      const input = fromRecord(record)
      // What led to it may be found a moment after it; an effect is not begun twice for that. Without it, it is run as well as may be.
      if (input.cause !== null && !log.has(input.cause))
        await log.settled(signal).catch(error => {
          signal.throwIfAborted()
          onTrouble(error)
        })
      const events = await effect.run(input, { facts, views: views.current(), signal, redelivered })
      return { records: events.map(event => toRecord(event, partitions)) }
    },
    onFailure: (record, error) => {
      onTrouble(error)
      const answers = answersTo(effect, record, error)
      const events = answers.length > 0 ? answers : [deadLetter(record, effect.name, error)]
      return { records: events.map(event => toRecord(event, partitions)) }
    },
    onHalt: onTrouble,
  })
}

const answersTo = (effect: Effect, record: StoredRecord, error: unknown): readonly DomainEvent[] => {
  try {
    return effect.unrecordable?.(fromRecord(record), error) ?? []
  } catch {
    // It cannot be decoded either: a dead letter is all that is left.
    return []
  }
}
