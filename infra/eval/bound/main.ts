/**
 * Whether no more hits are wrong than is tolerated, on shuffles and in the worst order:
 *
 *     npm run bound -- --data ROWS --answers ANSWERS [--limit 4000] [--seeds 1,2,3] [--rates 0.005,0.01,0.02,0.03] [--judge-error 0.05] [--json]
 *
 * Files are those of `turnstream eval cache`.
 */
import { parseShare } from '../../cli/numbers.ts'
import { runAlone } from '../../cli/run-alone.ts'
import { evaluateOnRows, type RowsCommandOptions, rowsCommand } from '../rows-command.ts'
import { evaluateBound } from './evaluate.ts'
import { formatBound } from './format.ts'

interface BoundCommandOptions extends RowsCommandOptions {
  readonly rates: readonly number[]
}

await runAlone(
  rowsCommand('npm run bound --', 'Whether no more hits are wrong than is tolerated')
    .option(
      '--rates <shares>',
      'of hits that may be wrong, joined by commas',
      text => text.split(',').map(parseShare),
      [0.005, 0.01, 0.02, 0.03],
    )
    .action(evaluateOnRows<BoundCommandOptions, Awaited<ReturnType<typeof evaluateBound>>>(evaluateBound, formatBound)),
)
