import Table from 'cli-table3'
import type { DemoReport } from './report.ts'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const whole = (count: number): string => count.toLocaleString('en-GB')

const ms = (value: number): string => `${value.toFixed(2)} ms`

const plain = { style: { head: [], border: [] } }

/** The report for a terminal. */
export const formatDemo = (report: DemoReport): string => {
  const { hits, turns, latencyMs, spending, machine, unseen, policyChange } = report
  const layers = new Table({ ...plain, head: ['layer', 'turns', 'share'] })
  layers.push(
    ['exact', whole(hits.exact), percent(hits.exact / turns)],
    ['semantic', whole(hits.semantic), percent(hits.semantic / turns)],
    ['all hits', whole(hits.exact + hits.semantic), percent(report.hitRate)],
    ['misses', whole(hits.misses), percent(hits.misses / turns)],
  )
  const latencies = new Table({ ...plain, head: ['whole HTTP request', 'requests', 'p50', 'p95', 'p99'] })
  const kinds = [
    ['exact hit, one at a time', latencyMs.exact],
    ['semantic hit, one at a time', latencyMs.semantic],
    [`miss, ${report.concurrency} at a time, over the stub`, latencyMs.miss],
  ] as const
  for (const [kind, { requests, p50, p95, p99 }] of kinds)
    latencies.push([kind, whole(requests), ms(p50), ms(p95), ms(p99)])
  const { olderAnswersServed: older, oldRulesElsewhere: elsewhere } = policyChange
  return [
    `${whole(turns)} turns in ${report.seconds.toFixed(1)} s, ${report.turnsPerSecond.toFixed(0)} turns/s, ${report.concurrency} shoppers at a time, seed ${report.seed}`,
    layers.toString(),
    `Wrong hits: ${report.wrongHits}, ${percent(report.wrongPerHit)} of hits. Unhelpful marks given: ${report.unhelpfulMarks}.`,
    `Unseen wordings: ${unseen.semantic} of ${unseen.asked} were semantic hits, ${unseen.wrong} of them wrong.`,
    `Policy change ${policyChange.version}, epoch ${policyChange.epoch}: ${older.length} older answers served after it was in force; ${elsewhere.length} by the old rules from entries of other scenes, which it does not name.`,
    latencies.toString(),
    `Tokens: ${whole(spending.promptTokens + spending.completionTokens)} used, ${whole(spending.baselineTokens)} if ${spending.baselineModel} had answered everything: ${percent(spending.fewerTokens)} fewer.`,
    `Money (simulated): ${spending.costUsd.toFixed(4)} USD instead of ${spending.baselineUsd.toFixed(4)} USD, ${percent(spending.saved)} saved over ${whole(spending.lines)} requests: ${percent(spending.savedByHits)} by hits, ${percent(spending.savedByRouting)} by smaller models, ${percent(spending.savedByPrompts)} by other prompts (those that show existing answers to choose from are longer). Routing alone takes ${percent(spending.routedOff)} off what the misses cost.`,
    `Machine: ${machine.cpus} CPUs, ${machine.model}, load ${machine.load.toFixed(1)}; Node ${machine.node}; ${machine.rssMb} MB resident, load generator and stub included.`,
    `The log is in ${report.dataDir}. Go on with:`,
    ...report.commands.map(command => `  ${command}`),
  ].join('\n')
}
