import { isTurnstreamError } from '../../../processors/errors.ts'
import type { Commit, Progress } from '../../../processors/ports/log.ts'
import { laneRules } from '../lanes.ts'
import { hasEnded } from '../lanes-owned.ts'
import { progressAfter, type Reached, type Tracker } from '../lanes-progress.ts'
import { dropUnstarted } from '../lanes-table.ts'
import type { Invariant } from './invariants.ts'
import type { SimulatedLog } from './log-model.ts'
import { idOfRecord } from './records.ts'
import type { Variant } from './simulate.ts'

const largest = (offsets: Iterable<bigint>): bigint =>
  [...offsets].reduce((max, offset) => (offset > max ? offset : max), -1n)

/** Where each partition stood at its first commit of an ownership. */
const firstReached = new WeakMap<Tracker, Reached>()

const commitAgainBlindly = (log: SimulatedLog): SimulatedLog => ({
  ...log,
  commit: (request: Commit) =>
    log.commit(request).catch(error => {
      if (isTurnstreamError(error) && error.retriable) return log.commit(request)
      throw error
    }),
})

const forgetDone = (log: SimulatedLog): SimulatedLog => ({
  ...log,
  progress: async (group, at): Promise<Progress> => ({ ...(await log.progress(group, at)), done: [] }),
})

export interface Mutant {
  readonly variant: Variant
  /** The promises that it may be caught breaking first. */
  readonly breaks: readonly Invariant[]
}

/** Runners broken in the ways in which runners break. The simulation must tell each of them from the right one. */
export const mutants: Readonly<Record<string, Mutant>> = {
  'commits the largest completed offset': {
    variant: {
      rules: {
        ...laneRules,
        progressAfter: ({ done }, completed) => ({ next: largest([...done, ...completed]) + 1n, done: [] }),
      },
    },
    breaks: ['covered'],
  },
  'drops a lane on revoke although its effect still runs': {
    variant: {
      rules: {
        ...laneRules,
        dropLost: (lanes, lost) => {
          const heads = dropUnstarted(lanes, lost)
          for (const [name, { head }] of lanes) if (lost(head)) lanes.delete(name)
          return heads
        },
      },
    },
    breaks: ['alone'],
  },
  'forgets whose turn it is when the head of a lane is dropped': {
    variant: {
      rules: {
        ...laneRules,
        dropLost: (lanes, lost) => {
          dropUnstarted(lanes, lost)
          return []
        },
      },
    },
    breaks: ['independent', 'complete'],
  },
  'runs one record of a partition at a time': {
    variant: { overrides: { laneOf: ({ topic, partition }) => `${topic}/${partition}` } },
    breaks: ['independent'],
  },
  'commits without a fence': {
    variant: { fence: () => true },
    breaks: ['fenced'],
  },
  'credits an old run to the new generation': {
    variant: { rules: { ...laneRules, creditTo: (by, current) => (hasEnded(by) ? (current ?? null) : by) } },
    breaks: ['ordered', 'once'],
  },
  'leaves out-of-order completions out of the progress': {
    variant: {
      rules: {
        ...laneRules,
        progressAfter: (tracker, completed) => ({ ...progressAfter(tracker, completed), done: [] }),
      },
    },
    breaks: ['atomic'],
  },
  'commits progress that goes back': {
    variant: {
      rules: {
        ...laneRules,
        progressAfter: (tracker, completed) => {
          const first = firstReached.get(tracker)
          if (!first) firstReached.set(tracker, progressAfter(tracker, completed))
          return first && completed.length === 0 ? first : progressAfter(tracker, completed)
        },
      },
    },
    breaks: ['forward'],
  },
  'ignores the done list when it is assigned': {
    variant: { client: forgetDone },
    breaks: ['once', 'forward'],
  },
  'commits again when it does not know whether the log has': {
    variant: { client: commitAgainBlindly },
    breaks: ['once'],
  },
  'runs every record in a lane of its own': {
    variant: { overrides: { laneOf: idOfRecord } },
    breaks: ['alone'],
  },
  'reads on above the high-water mark': {
    variant: { overrides: { highWater: 1_000, maxDone: 1_000 } },
    breaks: ['memory', 'bounded'],
  },
  'runs more than its capacity': {
    variant: { overrides: { capacity: 1_000 } },
    breaks: ['capacity'],
  },
  'goes on under a session that has lapsed': {
    variant: { hasLapsed: () => false },
    breaks: ['asleep'],
  },
  'takes every record for one never started before': {
    variant: { client: log => ({ ...log, end: async () => 0n }) },
    breaks: ['flagged'],
  },
}
