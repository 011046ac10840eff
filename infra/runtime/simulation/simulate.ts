import { type LaneRules, laneRules } from '../lanes.ts'
import { createClock } from './clock.ts'
import { createCoordinator } from './coordinator.ts'
import type { InstanceOptions } from './fleet.ts'
import { createVerdict, invariants, type Violation } from './invariants.ts'
import { createLogChecks } from './log-checks.ts'
import { createLogModel, currentOwnerOnly, type Fence, type Lapse, type SimulatedLog } from './log-model.ts'
import { idOfRecord, inputRecord } from './records.ts'
import { scenarioOf } from './scenario.ts'
import { createFleet, troubles } from './troubles.ts'

/** A runner, or the log under it, changed for the worse. */
export interface Variant {
  readonly rules?: LaneRules
  readonly fence?: Fence
  readonly hasLapsed?: Lapse
  readonly overrides?: InstanceOptions['overrides']
  /** Stands between the runner and the log. */
  readonly client?: (log: SimulatedLog) => SimulatedLog
}

export interface Outcome {
  readonly violation: Violation | null
  /** Every event so far, oldest first. */
  readonly trace: readonly string[]
  readonly steps: number
}

/** More steps than any scenario needs: the runner goes round in circles. */
const maxSteps = 100_000

/**
 * Runs one seed to its end, or to the first violation. Virtual time, one source of chance: the outcome of a seed is
 * the same on every machine.
 */
export const simulate = async (seed: number, variant: Variant = {}): Promise<Outcome> => {
  const { scenario, random } = scenarioOf(seed)
  const { topics, partitions, limits, troubleMs } = scenario
  const clock = createClock()
  const verdict = createVerdict()
  const events: string[] = []
  const trace = (event: string): void => {
    events.push(`${clock.nowMs().toFixed(1).padStart(8)} ms  ${event}`)
  }
  const checks = createLogChecks(verdict, limits.maxDone)
  const coordinator = createCoordinator('effect', topics, partitions, random, clock.nowMs)
  const hasLapsed: Lapse = ({ partition, generation }) => coordinator.hasLapsed(partition, generation)
  const log = createLogModel({
    random,
    coordinator,
    checks,
    fence: variant.fence ?? currentOwnerOnly,
    hasLapsed: variant.hasLapsed ?? hasLapsed,
    failureRate: () => (clock.nowMs() < troubleMs ? scenario.failureRate : 0),
    trace,
  })
  const firstStartMs = new Map<string, number>()
  const fleet = createFleet({
    scenario,
    random,
    clock,
    verdict,
    coordinator,
    trace,
    rules: variant.rules ?? laneRules,
    overrides: variant.overrides ?? {},
    connect: process => (variant.client ?? (client => client))(log.connect(process)),
    isCommitted: checks.isCommitted,
    hasLapsed,
    isCurrent: ({ partition, generation }) => coordinator.generation(partition) === generation,
    onStart: record => firstStartMs.set(idOfRecord(record), firstStartMs.get(idOfRecord(record)) ?? clock.nowMs()),
    startedBefore: (record, { partition, generation }) =>
      (firstStartMs.get(idOfRecord(record)) ?? Number.POSITIVE_INFINITY) < coordinator.sinceMs(partition, generation),
  })

  for (const { atMs, topic, partition, lane, kind } of scenario.records)
    clock.after(atMs, () => log.append(inputRecord(topic, partition, `lane-${lane}`, kind)))
  for (let count = 0; count < scenario.troubles; count++)
    clock.after(random.next() * troubleMs, () => fleet.trouble(random.pick(troubles)))
  clock.after(troubleMs, fleet.recover)

  let steps = 0
  while (!verdict.first() && (await clock.step())) {
    for (const { effect, process, checks, draining } of fleet.instances())
      if (effect && !process.isPaused()) checks.afterStep(effect.stats(), !draining)
    if (++steps > maxSteps) verdict.fail('complete', `nothing comes to an end within ${maxSteps} steps`)
  }
  if (!verdict.first()) checks.atEnd()
  return { violation: verdict.first(), trace: events, steps }
}

/** What to print about a seed that failed: the promise broken, how to see it again, and what led to it. */
export const report = (seed: number, { violation, trace }: Outcome): string =>
  violation
    ? [
        `Seed ${seed}: broken: "${invariants[violation.invariant]}": ${violation.detail}.`,
        `Again: SIM_SEED=${seed} npx vitest run test/simulation/lanes.test.ts`,
        'The last events:',
        ...trace.slice(-40),
      ].join('\n')
    : `Seed ${seed}: every promise held.`
