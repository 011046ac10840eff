import type { ArmFigure, ArmGuard, MeasuredArm } from '../../schemas/types.ts'
import { type DomainEvent, isType } from '../event.ts'
import { decider } from '../processor.ts'
import { anytimeHalf } from './anytime.ts'
import { type Experiment, runs } from './experiments.ts'

/** How likely a sound experiment loses an arm, at most, over all its guards and arms, however long it runs. */
const alpha = 0.05

/** With fewer conversations in an arm nothing is said of it. */
export const fewestConversations = 50

/** A difference to control, with half the width of the interval that holds however often one looks. */
export interface Against {
  readonly difference: number
  readonly half: number
}

/** How an arm differs from control in a metric; null where one of them has too few conversations. */
export const against = (
  metric: string,
  arm: MeasuredArm,
  controlArm: MeasuredArm,
  atAlpha: number,
): (Against & { readonly error: number; readonly control: number }) | null => {
  const figureOf = ({ figures }: MeasuredArm): ArmFigure | undefined => figures.find(each => each.metric === metric)
  const [figure, other] = [figureOf(arm), figureOf(controlArm)]
  if (!figure || !other || figure.error === null || other.error === null) return null
  if (Math.min(arm.conversations, controlArm.conversations) < fewestConversations) return null
  const count = arm.conversations + controlArm.conversations
  const error = Math.hypot(figure.error, other.error)
  const half = anytimeHalf(count, error * Math.sqrt(count), atAlpha)
  return { difference: figure.mean - other.mean, half, error, control: other.mean }
}

/** Metrics of which a guard allows a share of control's mean. */
const relative = new Set(['cost', 'latency'])

const said = (metric: string, value: number): string => {
  if (metric === 'latency') return `${value.toFixed(0)} ms`
  return metric === 'cost' ? `${value.toPrecision(3)} USD a turn` : `${(100 * value).toFixed(1)} points`
}

/** Why a guard stops an arm; null where it does not. */
const objection = (
  { metric, worseBy }: ArmGuard,
  arm: MeasuredArm,
  controlArm: MeasuredArm,
  guards: number,
): string | null => {
  const found = against(metric, arm, controlArm, alpha / guards)
  if (!found) return null
  const { difference, half, control } = found
  const allowed = relative.has(metric) ? worseBy * control : worseBy
  return difference - half > allowed
    ? `${metric}: ${said(metric, difference)} worse than control, at least ${said(metric, difference - half)}; ${said(metric, allowed)} are allowed`
    : null
}

const stopsOf = (experiment: Experiment, measured: readonly MeasuredArm[]): readonly (readonly [string, string])[] => {
  const [controlArm, ...others] = measured
  return others.flatMap(arm => {
    if (!runs(experiment, arm.arm)) return []
    const { guards } = experiment
    const why = guards
      .map(guard => objection(guard, arm, controlArm!, guards.length * others.length))
      .find(each => each !== null)
    return why ? [[arm.arm, why] as const] : []
  })
}

/** Stops arms that do surely worse than control. */
export const guardArms = decider<null, null>({
  name: 'guard-arms',
  inputs: ['feedback.events'],
  reactsTo: ['ArmsMeasured'],
  outputs: ['control'],
  journal: [],
  patient: () => true,
  initialState: () => null,
  evolve: state => state,
  gather: () => null,
  recall: () => null,
  decide: (_state, input, _gathered, views) => {
    if (!isType(input, 'ArmsMeasured')) return []
    const { experiment: name, arms } = input.data
    const experiment = views.experiments.find(each => each.name === name)
    if (!experiment) return []
    return stopsOf(experiment, arms).map(
      ([arm, reason]): DomainEvent<'ExperimentStopped'> => ({
        id: `${input.id}.stopped.${arm}`,
        type: 'ExperimentStopped',
        key: name,
        timeMs: input.timeMs,
        source: 'guard-arms',
        subject: input.subject,
        cause: input.id,
        data: { name, arm, by: 'guard-arms', reason, views: views.versions },
      }),
    )
  },
})
