import { formatRouteEvaluation } from '../../eval/format-route.ts'
import { evaluateRouting } from '../../eval/route.ts'
import { readRouteRows } from '../../eval/rows.ts'
import type { EvalRouteOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Evaluates routers on questions that two models have answered. */
export const evalRoute = async (options: EvalRouteOptions): Promise<void> => {
  const { data, limit, seed, router } = options
  const configuration = configurationOf(options)
  const rows = readRouteRows(data)
  const progress = startProgress('steps')
  const result = await evaluateRouting({
    rows,
    configuration,
    router,
    limit,
    seed,
    onProgress: progress.update,
  }).finally(progress.stop)
  await printResult(options.json, result, formatRouteEvaluation)
}
