import type { ExperimentStarted } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'

/** The arm that the others are compared with: nothing is otherwise in it. */
export const control = 'control'

/** An experiment, or an arm of it, that is over. */
export interface Stop {
  readonly atMs: number
  readonly by: string
  readonly reason: string | null
}

export interface Experiment extends ExperimentStarted {
  /** Offset of its start on `control`. */
  readonly version: number
  readonly sinceMs: number
  /** Null while it runs. */
  readonly stopped: Stop | null
  /** Arms that were stopped before it was, by name. */
  readonly stoppedArms: Readonly<Record<string, Stop>>
}

/** A name is used once: what was measured under it must mean one thing. */
export const afterStart = (
  experiments: readonly Experiment[],
  { data, timeMs }: DomainEvent<'ExperimentStarted'>,
  version: number,
): readonly Experiment[] =>
  experiments.some(({ name }) => name === data.name)
    ? experiments
    : [...experiments, { ...data, version, sinceMs: timeMs, stopped: null, stoppedArms: {} }]

/** What is over stays as it was stopped first. */
export const afterStop = (
  experiments: readonly Experiment[],
  { data: { name, arm, by, reason }, timeMs }: DomainEvent<'ExperimentStopped'>,
): readonly Experiment[] =>
  experiments.map(experiment => {
    if (experiment.name !== name || experiment.stopped) return experiment
    const stop = { atMs: timeMs, by, reason }
    if (arm === null) return { ...experiment, stopped: stop }
    return { ...experiment, stoppedArms: { [arm]: stop, ...experiment.stoppedArms } }
  })

/** Whether turns are assigned to an arm. */
export const runs = ({ stopped, stoppedArms }: Experiment, arm: string): boolean =>
  stopped === null && !Object.hasOwn(stoppedArms, arm)
