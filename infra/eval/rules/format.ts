import { tableOf } from '../../cli/table.ts'
import type { Interval } from '../interval.ts'
import type { RuleResult, RulesEvaluation } from './evaluate.ts'

const percent = (share: number, digits: number): string => (share * 100).toFixed(digits)

const withInterval = (share: number, [low, high]: Interval, digits: number): string =>
  `${percent(share, digits)} (${percent(low, digits)} to ${percent(high, digits)})`

const lineOf = ({ rule, hitRate, wrongPerHit, wrongPerRequest, modelCalls, ci95 }: RuleResult) => [
  rule,
  withInterval(hitRate, ci95.hitRate, 1),
  withInterval(wrongPerHit, ci95.wrongPerHit, 2),
  withInterval(wrongPerRequest, ci95.wrongPerRequest, 2),
  modelCalls,
]

/** The result of `npm run rules` for a terminal. */
export const formatRules = ({ requests, seeds, judgeError, rules }: RulesEvaluation): string => {
  const head = ['rule', 'hits, %', 'wrong, % of hits', 'wrong hits, % of requests', 'model calls']
  const judge = judgeError === null ? 'no judge' : `a judge that errs in ${percent(judgeError, 1)} %`
  return [
    tableOf(head, rules.map(lineOf), 1),
    `${requests} requests for each of the seeds ${seeds.join(', ')}, added up; 95 % intervals (Wilson); ${judge}.`,
  ].join('\n')
}
