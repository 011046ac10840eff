import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { type Experiment, runs } from '../../processors/experiment/experiments.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { Views } from '../../processors/views.ts'
import { toRecord } from '../../topics/wire.ts'
import type { ViewTail } from '../runtime/views.ts'
import { armsOf, type ExperimentAsked } from './check.ts'

/** Who says something, and why. */
export interface Said {
  readonly by: string
  readonly reason: string | null
}

export interface ExperimentDecisions {
  /**
   * Resolves when conversations that come from then on to this process are assigned; to others as soon as they have read it. Rejects with BAD_REQUEST that
   * names the arm, and CONFLICT where the name was used before.
   */
  startExperiment(asked: ExperimentAsked & Said): Promise<Experiment>
  /** The same for its end; `arm`: only of that. What is over stays as it was stopped. Rejects with NOT_FOUND. */
  stopExperiment(name: string, arm: string | null, said: Said): Promise<Experiment>
}

export interface ExperimentDecisionsOptions {
  readonly log: Pick<EventLog, 'append'>
  readonly partitions: number
  readonly views: Pick<ViewTail, 'current' | 'reached'>
  /** Event time, ms since 1970. */
  readonly clock: () => number
}

/** Throws NOT_FOUND. */
export const findExperiment = ({ experiments }: Views, name: string): Experiment => {
  const found = experiments.find(each => each.name === name)
  if (!found) throw turnstreamError('NOT_FOUND', `no experiment is called ${name}; turnstream experiment list has them`)
  return found
}

export const createExperimentDecisions = (options: ExperimentDecisionsOptions): ExperimentDecisions => {
  const { log, partitions, views, clock } = options
  const append = async (event: DomainEvent): Promise<void> => {
    const [position] = await log.append([toRecord(event, partitions)])
    await views.reached('control', Number(position!.offset))
  }
  const taken = (name: string): never => {
    throw turnstreamError(
      'CONFLICT',
      `an experiment was called ${name} before: what was measured under a name means one thing`,
    )
  }
  return {
    startExperiment: async asked => {
      const { name, share, guards, by, reason } = asked
      if (views.current().experiments.some(each => each.name === name)) taken(name)
      const arms = armsOf(asked, views.current().configuration)
      const timeMs = clock()
      const id = `experiment.${name}.${timeMs}`
      await append({
        ...{ id, type: 'ExperimentStarted', key: name, timeMs, source: 'experiment', subject: name, cause: null },
        data: { name, share, arms, guards, by, reason },
      })
      const found = findExperiment(views.current(), name)
      // Somebody else may have been first.
      return found.sinceMs === timeMs && found.by === by ? found : taken(name)
    },
    stopExperiment: async (name, arm, { by, reason }) => {
      const experiment = findExperiment(views.current(), name)
      if (arm !== null && !experiment.arms.some(each => each.name === arm))
        throw turnstreamError(
          'NOT_FOUND',
          `${name} has no arm ${arm}; it has ${experiment.arms.map(each => each.name).join(', ')}`,
        )
      if (arm === null ? experiment.stopped : !runs(experiment, arm)) return experiment
      const timeMs = clock()
      const id = `experiment.${name}.stopped.${arm === null ? '' : `${arm}.`}${timeMs}`
      await append({
        ...{ id, type: 'ExperimentStopped', key: name, timeMs, source: 'experiment', subject: name, cause: null },
        data: { name, arm, by, reason, views: null },
      })
      return findExperiment(views.current(), name)
    },
  }
}
