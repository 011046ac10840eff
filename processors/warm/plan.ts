import { hash } from 'node:crypto'
import type { QuestionsPlanned } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { decider } from '../processor.ts'
import type { Views } from '../views.ts'

/** Questions in each part of a plan but the last: a part is one record. */
export const partSize = 100

/** Ids of what belongs to a task, all derived from it. */
export const taskIds = {
  ofChange: (version: string): string => `prewarm.${version}`,
  announced: (taskId: string): string => `${taskId}.announced`,
  planned: (taskId: string, part: number): string => `${taskId}.planned.${part}`,
  scheduled: (taskId: string, number: number): string => `${taskId}.scheduled.${number}`,
  timedOut: (taskId: string): string => `${taskId}.timed-out`,
} as const

const prefix = 'w_'

/** The turn by which a task asks the question at a place of its plan, from 1: always the same, so that it is asked once. */
export const askedTurnId = (taskId: string, number: number): string =>
  prefix + hash('sha256', JSON.stringify([taskId, number])).slice(0, 24)

/** Whether a task asks this turn, not a customer. */
export const isOfTask = (turnId: string): boolean => turnId.startsWith(prefix)

/** The parts of a plan that asks what these turns have asked; one empty part where there are none. */
export const partsOf = (
  task: Pick<QuestionsPlanned, 'taskId' | 'tenant' | 'kind' | 'epoch'>,
  turns: readonly string[],
  nowMs: number,
  { configuration, versions }: Views,
): readonly QuestionsPlanned[] => {
  const { budgetPicoUsd, withinMs, concurrency } = configuration.warm
  return Array.from({ length: Math.max(1, Math.ceil(turns.length / partSize)) }, (_, part) => ({
    ...task,
    part,
    of: turns.length,
    turns: turns.slice(part * partSize, (part + 1) * partSize),
    budgetPicoUsd: budgetPicoUsd === 0 ? null : budgetPicoUsd,
    deadlineMs: nowMs + withinMs,
    concurrency,
    views: versions,
  }))
}

/** Turns that have asked the most frequent questions that a change concerns, most frequent first. */
export type Popular = (change: DomainEvent<'PolicyAnnounced'>['data'], nowMs: number) => Promise<readonly string[]>

/** Plans what is asked anew before an announced change comes in force. */
export const createPlan = (popular: Popular) =>
  decider<null, readonly string[]>({
    name: 'plan',
    inputs: ['policy.changes'],
    reactsTo: ['PolicyAnnounced'],
    outputs: ['tasks'],
    journal: [],
    initialState: () => null,
    evolve: state => state,
    gather: input => popular((input as DomainEvent<'PolicyAnnounced'>).data, input.timeMs),
    recall: outputs => outputs.flatMap(event => (event.type === 'QuestionsPlanned' ? event.data.turns : [])),
    decide: (_state, input, turns, views) => {
      const { version, tenant } = (input as DomainEvent<'PolicyAnnounced'>).data
      const taskId = taskIds.ofChange(version)
      const epoch = views.announced.find(({ eventId }) => eventId === input.id)?.epoch
      if (epoch === undefined) return []
      return partsOf({ taskId, tenant, kind: 'invalidation', epoch }, turns, input.timeMs, views).map(
        (data): DomainEvent<'QuestionsPlanned'> => ({
          id: taskIds.planned(taskId, data.part),
          type: 'QuestionsPlanned',
          key: taskId,
          timeMs: input.timeMs,
          source: 'plan',
          subject: input.subject,
          cause: input.id,
          data,
        }),
      )
    },
  })
