/**
 * What the guards cost: `node test/bench/guards.ts FILE`, FILE as `eval traps` takes it. Every guard judges each pair of
 * questions, whatever the others say: with readings made afresh, and with those kept from before. Of each pair the fastest of
 * several rounds counts, since what else runs on a machine only adds to it. Prints microseconds over the pairs.
 */
import { recordLatency } from '../../infra/eval/latency.ts'
import { readTrapRows } from '../../infra/eval/rows.ts'
import { enrichText } from '../../processors/enrich/enrich.ts'
import { candidateOf, configurationOf, turnOf } from '../../processors/fixtures.ts'
import { guards } from '../../processors/resolve/judge.ts'

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Name a file of traps: node test/bench/guards.ts FILE')

const rows = readTrapRows(file)
const configuration = configurationOf()
const rounds = 9

/** A pair as it comes to the guards; with a word behind it that makes it another text in each round. */
const pairOf = (a: string, b: string, more: string) => {
  const [stored, asked] = [a, b].map(text => enrichText(turnOf({ message: `${text}${more}` }), configuration, 'none'))
  const { normalised: question, slots, language } = stored!
  return { asked: asked!, stored: candidateOf({ question, slots, language }) }
}

const timed = (name: string, more: (round: number) => string): void => {
  const best = rows.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    for (const [index, { a, b }] of rows.entries()) {
      const { asked, stored } = pairOf(a, b, more(round))
      const start = performance.now()
      for (const guard of guards) guard.judge(asked, stored)
      best[index] = Math.min(best[index]!, performance.now() - start)
    }
  }
  const latency = recordLatency()
  best.forEach(latency.record)
  const { p50, p99 } = latency.percentiles()
  const micro = (ms: number): string => `${(ms * 1_000).toFixed(0)} µs`
  process.stdout.write(`${name}: ${rows.length} pairs, p50 ${micro(p50)}, p99 ${micro(p99)}\n`)
}

timed('afresh', round => ` qx${'z'.repeat(round)}`)
timed('read before', () => '')
