import { z } from 'zod'
import type { Experiment, Stop } from '../../processors/experiment/experiments.ts'
import { against } from '../../processors/experiment/guard.ts'
import type { MeasuredArm } from '../../schemas/types.ts'
import { metrics } from './tally.ts'

const stopShape = z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string().nullable() })

export const experimentShape = z.object({
  name: z.string(),
  state: z.enum(['running', 'stopped']),
  share: z.number().describe('Of all conversations.'),
  arms: z
    .array(z.object({ name: z.string(), set: z.array(z.string()), stopped: stopShape.nullable() }))
    .describe('control first.'),
  guards: z.array(z.object({ metric: z.string(), worse_by: z.number() })),
  started_at: z.iso.datetime(),
  by: z.string(),
  reason: z.string().nullable(),
  stopped: stopShape.nullable(),
})

const figureShape = z.object({
  metric: z.string().describe('hits, failed, unhelpful: shares of turns; cost: USD a turn; latency: ms.'),
  mean: z.number(),
  difference: z.number().nullable().describe("To control's mean; null for control."),
  interval: z
    .array(z.number())
    .nullable()
    .describe('95 % interval of the difference, for one look; null below 50 conversations in either.'),
  anytime: z.array(z.number()).nullable().describe('The same, and it holds however often one looks.'),
})

export const experimentResultShape = experimentShape.extend({
  results: z.array(
    z.object({ arm: z.string(), conversations: z.int(), turns: z.int(), figures: z.array(figureShape) }),
  ),
})

export type ShownExperiment = z.infer<typeof experimentShape>
export type ExperimentResult = z.infer<typeof experimentResultShape>

const stopShown = (stop: Stop | null | undefined) =>
  stop ? { at: new Date(stop.atMs).toISOString(), by: stop.by, reason: stop.reason } : null

/** An experiment as lists of them have it. */
export const shownExperiment = (experiment: Experiment): ShownExperiment => ({
  name: experiment.name,
  state: experiment.stopped ? 'stopped' : 'running',
  share: experiment.share,
  arms: experiment.arms.map(({ name, set }) => ({
    name,
    set: set.map(({ path, value }) => `${path}=${value}`),
    stopped: stopShown(experiment.stoppedArms[name]),
  })),
  guards: experiment.guards.map(({ metric, worseBy }) => ({ metric, worse_by: worseBy })),
  started_at: new Date(experiment.sinceMs).toISOString(),
  by: experiment.by,
  reason: experiment.reason,
  stopped: stopShown(experiment.stopped),
})

const z95 = 1.959964
const alpha = 0.05

const around = (middle: number, half: number): number[] => [middle - half, middle + half]

/** An experiment with what came of it so far. */
export const experimentResult = (experiment: Experiment, arms: readonly MeasuredArm[]): ExperimentResult => {
  const [controlArm] = arms
  return {
    ...shownExperiment(experiment),
    results: arms.map(arm => ({
      arm: arm.arm,
      conversations: arm.conversations,
      turns: arm.turns,
      figures: metrics.map(metric => {
        const { mean } = arm.figures.find(each => each.metric === metric)!
        if (arm === controlArm) return { metric, mean, difference: null, interval: null, anytime: null }
        const found = against(metric, arm, controlArm!, alpha)
        const other = controlArm!.figures.find(each => each.metric === metric)!.mean
        return {
          metric,
          mean,
          difference: mean - other,
          interval: found && around(found.difference, z95 * found.error),
          anytime: found && around(found.difference, found.half),
        }
      }),
    })),
  }
}
