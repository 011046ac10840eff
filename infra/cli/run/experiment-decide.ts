import { turnstreamError } from '../../../processors/errors.ts'
import type { ShownExperiment } from '../../experiments/shape.ts'
import type { StartOptions, StopOptions } from '../commands/experiment.ts'
import { experimentText } from '../experiment-text.ts'
import { printResult } from '../output.ts'
import { withSystem } from '../with-system.ts'

/** `name:path=value`, as often as an arm has options. */
const armsOf = (texts: readonly string[]) => {
  const arms = new Map<string, string[]>()
  for (const text of texts) {
    const [, name, set] = /^([^:=]+):(.+)$/.exec(text) ?? []
    if (name === undefined || set === undefined)
      throw turnstreamError(
        'USAGE',
        `--arm ${text}: must be name:path.to.option=value, like strict:cache.threshold=0.9`,
      )
    arms.set(name, [...(arms.get(name) ?? []), set])
  }
  return [...arms].map(([name, set]) => ({ name, set }))
}

const guardsOf = (texts: readonly string[]) =>
  texts.map(text => {
    const [metric, value] = text.split('=')
    const worse_by = Number(value)
    if (!metric || value === undefined || value.trim() === '' || Number.isNaN(worse_by))
      throw turnstreamError('USAGE', `--guard ${text}: must be metric=number, like unhelpful=0.02`)
    return { metric, worse_by }
  })

/** Starts an experiment. Throws USAGE, BAD_REQUEST that names the arm and the option, CONFLICT where the name was used before. */
export const startExperiment = async (name: string, options: StartOptions): Promise<void> => {
  const { arm, guard, share, by, reason = null, ...common } = options
  const guards = guard ? { guards: guardsOf(guard) } : {}
  const asked = { name, share, arms: armsOf(arm), ...guards, by, reason }
  await withSystem(common, async ({ post }) =>
    printResult(common.json, (await post('/v1/experiments', asked)) as ShownExperiment, experimentText),
  )
}

/** Stops an experiment or an arm of it. Throws NOT_FOUND. */
export const stopExperiment = async (name: string, options: StopOptions): Promise<void> => {
  const { arm = null, by, reason = null, ...common } = options
  await withSystem(common, async ({ post }) =>
    printResult(
      common.json,
      (await post(`/v1/experiments/${encodeURIComponent(name)}/stop`, { arm, by, reason })) as ShownExperiment,
      experimentText,
    ),
  )
}
