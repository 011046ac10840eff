import type { GroupListener, Ownership, StoredRecord } from '../../../processors/ports/log.ts'
import { type EffectOptions, type RunningEffect, runEffect } from '../effects.ts'
import type { LaneRules } from '../lanes.ts'
import type { LaneWork, Outputs } from '../lanes-work.ts'
import type { VirtualClock } from './clock.ts'
import type { Verdict } from './invariants.ts'
import type { SimulatedLog } from './log-model.ts'
import { createProcess, type SimulatedProcess } from './process.ts'
import { createProcessChecks, type ProcessChecks, type ProcessChecksOptions } from './process-checks.ts'
import type { Random } from './random.ts'
import { idOfRecord, kindOf, laneNameOf, outputOf } from './records.ts'
import type { Scenario } from './scenario.ts'

/** A process that runs the effect under test. */
export interface Instance {
  readonly process: SimulatedProcess
  readonly checks: ProcessChecks
  /** Null until it has joined. */
  effect: RunningEffect | null
  draining: boolean
}

export interface InstanceOptions
  extends Pick<ProcessChecksOptions, 'isCommitted' | 'isCurrent' | 'hasLapsed' | 'startedBefore'> {
  readonly scenario: Scenario
  readonly random: Random
  readonly clock: VirtualClock
  readonly verdict: Verdict
  readonly rules: LaneRules
  readonly overrides: Partial<EffectOptions>
  connect(process: SimulatedProcess): SimulatedLog
  /** Told of every start of an effect, to know what `redelivered` must say. */
  onStart(record: StoredRecord): void
  trace(event: string): void
}

export const startInstance = (name: string, options: InstanceOptions): Instance => {
  const { scenario, random, clock, verdict, rules, trace } = options
  const process = createProcess(name, clock, random)
  const checks = createProcessChecks({ ...options, name, limits: scenario.limits })
  const instance: Instance = { process, checks, effect: null, draining: false }
  void runEffect({
    ...scenario.limits,
    ...createWork(process, checks, options),
    log: watched(options.connect(process), checks, event => trace(`${name} ${event}`)),
    group: 'effect',
    topics: scenario.topics,
    scheduler: process.scheduler,
    rules,
    ...options.overrides,
    onHalt: (error, { topic, partition }) => verdict.fail('running', `${name} halts ${topic}/${partition}: ${error}`),
  }).then(effect => {
    instance.effect = effect
  })
  return instance
}

/** The log with what passes through it reported to the checks. */
const watched = (log: SimulatedLog, checks: ProcessChecks, trace: (event: string) => void): SimulatedLog => ({
  ...log,
  read: async (at, limit) => {
    const session = checks.session(at)
    const records = await log.read(at, limit)
    checks.delivered(session, records)
    return records
  },
  join: (group, topics, listener) => log.join(group, topics, watchedListener(listener, checks, trace)),
})

const watchedListener = (
  listener: GroupListener,
  checks: ProcessChecks,
  trace: (event: string) => void,
): GroupListener => ({
  onAssigned: owned => {
    trace(`is assigned ${owned.map(named)}`)
    for (const ownership of owned) checks.assigned(ownership)
    listener.onAssigned(owned)
  },
  onRevoked: lost => {
    trace(`is revoked ${lost.map(named)}`)
    for (const ownership of lost) checks.revoked(ownership)
    listener.onRevoked(lost)
  },
})

const named = ({ topic, partition, generation }: Ownership): string => `${topic}/${partition}@${generation}`

/** The effect: slow, sometimes deaf to its abort, and of the kind that its record says. */
const createWork = (process: SimulatedProcess, checks: ProcessChecks, options: InstanceOptions): LaneWork => {
  const { random, scenario, trace, onStart } = options
  const { minMs, alpha, maxMs } = scenario.latency

  const answer = (record: StoredRecord): Outputs => {
    if (kindOf(record) === 'throws') throw new Error('The effect fails.')
    return { records: [outputOf(record, kindOf(record) === 'refused' ? 'nowhere' : undefined)] }
  }

  const later = (record: StoredRecord, signal: AbortSignal): Promise<Outputs> =>
    new Promise((resolve, reject) => {
      const settle = (how: () => void): void => {
        cancel()
        checks.finished(record)
        how()
      }
      const cancel =
        kindOf(record) === 'hangs'
          ? () => undefined
          : process.deliver(random.pareto(minMs, alpha, maxMs), () => {
              signal.removeEventListener('abort', onAbort)
              trace(`${process.name} settles ${idOfRecord(record)}`)
              settle(() => void Promise.resolve(record).then(answer).then(resolve, reject))
            })
      const onAbort = (): void => settle(() => reject(signal.reason))
      if (kindOf(record) !== 'hangs' && !random.chance(scenario.deafness)) signal.addEventListener('abort', onAbort)
    })

  return {
    accepts: record => {
      if (kindOf(record) === 'unreadable') throw new Error('The record cannot be decoded.')
      return kindOf(record) !== 'ignored'
    },
    laneOf: record => {
      if (kindOf(record) === 'unplaceable') throw new Error('The record has no lane.')
      return laneNameOf(record)
    },
    run: (record, { signal, redelivered }) => {
      const how = [...(redelivered ? ['redelivered'] : []), ...(kindOf(record) === 'hangs' ? ['hangs'] : [])]
      trace(`${process.name} starts ${[idOfRecord(record), laneNameOf(record), ...how].join(', ')}`)
      checks.started(record, redelivered)
      onStart(record)
      if (kindOf(record) !== 'throwsAtOnce') return later(record, signal)
      checks.finished(record)
      throw new Error('The effect fails before it begins.')
    },
    onFailure: record => ({ records: [outputOf(record)] }),
  }
}
