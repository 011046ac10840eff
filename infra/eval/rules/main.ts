/**
 * The table of all rules that decide whether an answer is served again, on one stream:
 *
 *     npm run rules -- --data ROWS --answers ANSWERS [--limit 4000] [--seeds 7,8,9] [--judge-error 0.05] [--json]
 *
 * Files are those of `turnstream eval cache`. What the rules are is in docs/cache.md.
 */
import { runAlone } from '../../cli/run-alone.ts'
import { evaluateOnRows } from '../rows-command.ts'
import { createRulesCommand } from './command.ts'
import { evaluateRules } from './evaluate.ts'
import { formatRules } from './format.ts'

await runAlone(createRulesCommand(evaluateOnRows(evaluateRules, formatRules)))
