import type { ExperimentResult, ShownExperiment } from '../experiments/shape.ts'
import { tableOf } from './table.ts'

const percent = (share: number): string => `${Math.round(100 * share)} %`

const stateOf = ({ stopped }: Pick<ShownExperiment, 'stopped'>): string =>
  stopped
    ? `stopped by ${stopped.by} at ${stopped.at}${stopped.reason === null ? '' : `: ${stopped.reason}`}`
    : 'running'

/** An experiment: what is tried, and how it stands. */
export const experimentText = (experiment: ShownExperiment): string => {
  const { name, share, arms, guards, started_at, by } = experiment
  const lines = arms.map(
    ({ name: arm, set, stopped }) =>
      `  ${arm}: ${set.join(', ') || 'as configured'}${stopped ? ` (${stateOf({ stopped })})` : ''}`,
  )
  const guarded = guards.map(({ metric, worse_by }) => `${metric} ${worse_by}`).join(', ') || 'none'
  return `${name}, since ${started_at} by ${by}, ${percent(share)} of conversations: ${stateOf(experiment)}\n${lines.join('\n')}\n  guards: ${guarded}`
}

export const experimentListText = ({ experiments }: { readonly experiments: readonly ShownExperiment[] }): string =>
  experiments.map(experimentText).join('\n\n') || 'no experiment was started'

type Figure = ExperimentResult['results'][number]['figures'][number]

const units: Readonly<Record<string, (value: number) => string>> = {
  cost: value => `${value.toPrecision(3)} USD`,
  latency: value => `${value.toFixed(0)} ms`,
}
const inUnits = (metric: string, value: number, share = '%'): string =>
  units[metric]?.(value) ?? `${(100 * value).toFixed(1)} ${share}`
const between = (metric: string, bounds: readonly number[] | null): string =>
  bounds === null ? '' : bounds.map(bound => inUnits(metric, bound, 'points')).join(' to ')

const rowOf = ({ metric, mean, difference, interval, anytime }: Figure): readonly string[] => [
  metric,
  inUnits(metric, mean),
  difference === null ? '' : inUnits(metric, difference, 'points'),
  between(metric, interval),
  between(metric, anytime),
]

/** An experiment with what came of it. */
export const resultText = (result: ExperimentResult): string =>
  [
    experimentText(result),
    tableOf(
      ['arm', 'conversations', 'turns', 'metric', 'mean', 'to control', '95 %, one look', '95 %, any looks'],
      result.results.flatMap(({ arm, conversations, turns, figures }) =>
        figures.map((figure, at) => [...(at === 0 ? [arm, conversations, turns] : ['', '', '']), ...rowOf(figure)]),
      ),
      1,
    ),
  ].join('\n')
