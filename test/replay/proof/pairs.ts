/** A configuration that is run for real, and predicted from the log of another. */
export interface Pair {
  readonly name: string
  readonly set: readonly string[]
}

const price = (model: string, input: string, output: string) => ({
  ...{ model, valid_from: '2026-01-01', input, cached_input: input, output },
})

/** Prices that differ by tier in another way than the shipped ones. */
const flat = JSON.stringify([
  price('demo-small', '0.4', '1.6'),
  price('demo-medium', '0.5', '2'),
  price('demo-large', '2', '8'),
])
const steep = JSON.stringify([
  price('demo-small', '0.02', '0.1'),
  price('demo-medium', '1', '9'),
  price('demo-large', '5', '40'),
])

const of = (...set: readonly string[]): Pair => ({ name: set.join(' ').slice(0, 60), set })

const thresholds = [0.5, 0.55, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9].map(value => of(`cache.readThreshold=${value}`))
const agreement = [0, 1, 3, 4, 6].map(value => of(`cache.agreement=${value}`))
const guards = ['slots', 'polarity', 'quantifier', 'condition', 'direction', 'wording'].map(name =>
  of(`cache.guards.${name}=false`),
)
const rates = [0.001, 0.005, 0.02, 0.05].map(value => of(`cache.maxFalseRate=${value}`))
const lives = [500, 1_000, 2_000, 4_000].flatMap(value => [of(`cache.ttlMs=${value}`), of(`cache.exactTtlMs=${value}`)])
const hot = [of('cache.hot.promoteAt=1'), of('cache.hot.promoteAt=0')]
const routers = [
  of('route.smallBelow=0.05'),
  of('route.smallBelow=0.15'),
  of('route.smallBelow=0.2', 'route.mediumBelow=0.3'),
  of('route.smallBelow=0.6', 'route.mediumBelow=0.9'),
]
const prompts = [
  of('compress.passages=0'),
  of('compress.passages=1'),
  of('compress.passages=6'),
  of('compress.afterTurns=2', 'compress.keepTurns=1'),
  of('compress.systemPrompt="Answer in one sentence."'),
]
const offers = [
  of('cache.canonical.enabled=false'),
  of('cache.canonical.offered=1'),
  of('cache.canonical.similarity=0.7'),
]
const prices = [of(`prices=${flat}`), of(`prices=${steep}`)]

/** In this order: the first ones change the most, and stand for all kinds. */
export const pairs: readonly Pair[] = [
  ...[lives[2]!, routers[2]!, prices[0]!, thresholds[5]!, guards[5]!, agreement[0]!],
  ...[...thresholds, ...agreement, ...guards, ...rates, ...lives, ...hot, ...routers, ...prompts, ...offers, ...prices],
].filter((pair, at, all) => all.indexOf(pair) === at)
