/**
 * Fits the weights of processors/resolve/evidence.ts on labelled questions and writes them:
 *
 *     npm run evidence -- ROWS,ANSWERS [ROWS,ANSWERS …]
 *
 * Files are those of `turnstream eval cache`. What the cache holds depends on what it served, so observations are made with
 * the weights that are shipped: run it again until they settle. For each file it also prints how many questions could be
 * served at a given share of wrong ones, by weights that were fitted on all the other files.
 */
import { writeFileSync } from 'node:fs'
import { deciderPart } from '../../../processors/configuration.ts'
import { loadConfiguration } from '../../configuration/load.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { readCacheRows, readGroupAnswers, sampled } from '../rows.ts'
import { truthOf } from '../truth.ts'
import { fitLogistic, type Observation, type Weights } from './fit.ts'
import { observe } from './observe.ts'

const seeds = [8, 9]
const rowsOfEach = 4_000
/** Answers are the same text where a model chooses among those that there are, and otherwise say the same. */
const regimes = [
  { grouping: 'identical', judgeError: 0.05 },
  { grouping: 'similar', judgeError: undefined },
] as const
const rates = [0.005, 0.01, 0.02, 0.03]

const target = new URL('../../../processors/resolve/evidence-weights.ts', import.meta.url)

const logit = ({ intercept, coefficients }: Weights, { evidence }: Observation): number =>
  evidence.reduce((sum, value, n) => sum + value * coefficients[n]!, intercept)

/** The largest share of questions whose surest answers are wrong at most this often. */
const servable = (observations: readonly Observation[], weights: Weights, rate: number, asked: number): number => {
  let wrong = 0
  let most = 0
  const surest = observations.toSorted((a, b) => logit(weights, b) - logit(weights, a))
  for (const [n, { isRight }] of surest.entries()) {
    if (!isRight) wrong++
    if (wrong <= rate * (n + 1)) most = n + 1
  }
  return most / asked
}

const digits = (value: number): string => String(Math.round(value * 1e6) / 1e6)

const source = (
  weights: Readonly<Record<string, Weights>>,
): string => `/** Written by infra/eval/evidence/train.ts; see docs/cache.md. */
export const weights = {
${Object.entries(weights)
  .map(
    ([name, { intercept, coefficients }]) => `  ${name}: {
    intercept: ${digits(intercept)},
    coefficients: [${coefficients.map(digits).join(', ')}],
  },`,
  )
  .join('\n')}
} as const

/** What is taken for the same answer: the same text, or what says the same. */
export type Grouping = keyof typeof weights
`

const main = async (files: readonly string[]): Promise<void> => {
  if (files.length === 0 || files.some(file => file.split(',').length !== 2)) {
    console.error('usage: npm run evidence -- ROWS,ANSWERS [ROWS,ANSWERS …]')
    process.exitCode = 2
    return
  }
  const configuration = loadConfiguration({ env: {} })
  const embedding = await openMiniLm({ ...configuration.embedding, cacheEntries: 50_000 })
  const weights: Record<string, Weights> = {}
  for (const { grouping, judgeError } of regimes) {
    const observed: (readonly Observation[])[] = []
    for (const file of files) {
      const [rows, answers] = file.split(',') as [string, string]
      const all: Observation[] = []
      for (const seed of seeds) {
        const some = sampled(readCacheRows(rows), rowsOfEach, seed)
        const truth = truthOf(some, readGroupAnswers(answers))
        all.push(...(await observe(some, truth, judgeError, deciderPart(configuration), embedding)))
      }
      console.log(`${grouping}, ${rows}: ${all.length} judged, ${all.filter(({ isRight }) => isRight).length} right`)
      observed.push(all)
    }
    if (files.length > 1)
      for (const [n, own] of observed.entries()) {
        const others = fitLogistic(observed.flatMap((each, at) => (at === n ? [] : each)))
        const asked = seeds.length * rowsOfEach
        const shares = rates.map(
          rate => `${(100 * servable(own, others, rate, asked)).toFixed(1)} % at ${100 * rate} %`,
        )
        console.log(`${grouping}, ${files[n]}, fitted on the others: ${shares.join(', ')} wrong`)
      }
    weights[grouping] = fitLogistic(observed.flat())
  }
  await embedding.close()
  writeFileSync(target, source(weights))
}

await main(process.argv.slice(2))
