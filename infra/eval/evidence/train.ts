/**
 * Fits the weights of processors/resolve/evidence.ts on labelled questions and writes them:
 *
 *     npm run evidence -- [--ground agreement|order|wording …] ROWS,ANSWERS [ROWS,ANSWERS …]
 *
 * Of grounds that are not named the weights stay; without a name all are fitted.
 * Files are those of `turnstream eval cache`. What the cache holds depends on what it served, so observations are made with
 * the weights that are shipped: run it again until they settle. For each file it also prints how many questions could be
 * served at a given share of wrong ones, by weights that were fitted on all the other files.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { deciderPart } from '../../../processors/configuration.ts'
import { type Ground, weights as shipped } from '../../../processors/resolve/evidence-weights.ts'
import { loadConfiguration } from '../../configuration/load.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { inRuns } from '../orders.ts'
import { readCacheRows, readGroupAnswers, sampled } from '../rows.ts'
import { truthOf } from '../truth.ts'
import { fitLogistic, type Observation, type Weights } from './fit.ts'
import { type Observed, observe } from './observe.ts'

interface Drawn {
  readonly seed: number
  readonly limit: number
  /** Of questions of a group that come one after another, at most; null where they are mixed. */
  readonly run: number | null
}

/** Mixed: long orders, and many short ones, for what is said of a young cache is said of few questions each. */
const mixed: readonly Drawn[] = [
  ...[8, 9].map(seed => ({ seed, limit: 4_000, run: null })),
  ...Array.from({ length: 10 }, (_, n) => ({ seed: 20 + n, limit: 300, run: null })),
]
/** One group after another, many questions of each or few, and shorter runs of them. */
const runs: readonly Drawn[] = [8, 9].flatMap(seed => [
  { seed, limit: 4_000, run: 4_000 },
  { seed, limit: 1_000, run: 1_000 },
  { seed, limit: 4_000, run: 20 },
  { seed, limit: 4_000, run: 8 },
])
/** A model that chooses among the answers that there are, and one that writes each anew. */
const judges = [0.05, undefined] as const
const rates = [0.005, 0.01, 0.02, 0.03]

const grounds = ['agreement', 'order', 'wording'] as const
/**
 * More than a few thousand observations of much evidence alone would ask for: what holds on one set of questions must hold on another. Of
 * wordings there are a few hundred, and three numbers.
 */
const ridges = { agreement: 30, order: 30, wording: 1 } as const

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

/** What an answer is served on: neighbours that agree on it, where questions are mixed or come in an order, or one entry whose wording was compared. */
export type Ground = keyof typeof weights
`

interface Run extends Drawn {
  readonly judge: number | undefined
  readonly asked: number
  readonly observed: Observed
}

/** The first questions of an order are judged as mixed ones, which they are not. */
const teaches = ({ run }: Drawn, ground: Ground): boolean => (run !== null) === (ground === 'order')

const observationsIn = (those: readonly Run[], ground: Ground): readonly Observation[] =>
  those.filter(run => teaches(run, ground)).flatMap(({ observed }) => observed[ground])

/** Prints how many questions of a file could be served by what was fitted on the others. */
const compare = (ground: Ground, file: string, own: readonly Run[], others: readonly Run[]): void => {
  const weights = fitLogistic(observationsIn(others, ground), ridges[ground])
  for (const judge of judges) {
    const those = own.filter(run => run.judge === judge && teaches(run, ground))
    const asked = those.reduce((sum, run) => sum + run.asked, 0)
    const shares = rates.map(rate => {
      const share = servable(observationsIn(those, ground), weights, rate, asked)
      return `${(100 * share).toFixed(1)} % at ${100 * rate} %`
    })
    console.log(`${ground}, ${file}, judge ${judge ?? 'none'}, fitted on the others: ${shares.join(', ')} wrong`)
  }
}

const isGround = (name: string): name is Ground => (grounds as readonly string[]).includes(name)

const main = async (args: readonly string[]): Promise<void> => {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ground: { type: 'string', multiple: true, default: [...grounds] } },
  })
  const wanted = values.ground.filter(isGround)
  if (wanted.length < values.ground.length || files.length === 0 || files.some(file => file.split(',').length !== 2)) {
    console.error(`usage: npm run evidence -- [--ground ${grounds.join('|')} …] ROWS,ANSWERS [ROWS,ANSWERS …]`)
    process.exitCode = 2
    return
  }
  const drawn = [...mixed, ...runs].filter(order => wanted.some(ground => teaches(order, ground)))
  const loaded = loadConfiguration({ env: {} })
  const { cache, ...rest } = deciderPart(loaded)
  // What is judged of mixed questions must not depend on what checks made of it; an order is found by what steers.
  const unsteered = { ...rest, cache: { ...cache, steer: false } }
  const steered = { ...rest, cache: { ...cache, steer: true, maxFalseRate: 0.03 } }
  const embedding = await openMiniLm({ ...loaded.embedding, cacheEntries: 50_000 })
  const byFile: Run[][] = []
  for (const file of files) {
    const [rows, answers] = file.split(',') as [string, string]
    const done: Run[] = []
    for (const order of drawn) {
      const { seed, limit, run } = order
      const shuffled = sampled(readCacheRows(rows), limit, seed)
      const some = run === null ? shuffled : inRuns(shuffled, seed, run)
      const truth = truthOf(some, readGroupAnswers(answers))
      const configuration = run === null ? unsteered : steered
      for (const judge of judges) {
        const observed = await observe(some, truth, judge, configuration, embedding)
        done.push({ ...order, judge, asked: some.length, observed })
      }
    }
    byFile.push(done)
    for (const ground of wanted) {
      const judged = observationsIn(done, ground)
      console.log(
        `${ground}, ${rows}: ${judged.length} judged, ${judged.filter(({ isRight }) => isRight).length} right`,
      )
    }
  }
  await embedding.close()
  if (files.length > 1)
    for (const ground of wanted)
      for (const [n, own] of byFile.entries())
        compare(ground, files[n]!, own, byFile.filter((_, at) => at !== n).flat())
  const fitted = grounds.map(ground => [
    ground,
    wanted.includes(ground) ? fitLogistic(observationsIn(byFile.flat(), ground), ridges[ground]) : shipped[ground],
  ])
  writeFileSync(target, source(Object.fromEntries(fitted)))
}

await main(process.argv.slice(2))
