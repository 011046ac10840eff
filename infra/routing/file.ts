import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { bytesToVector, vectorToBytes } from '../../processors/enrich/vector.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { learnedGain, neighbourCounts } from '../../processors/route/learned.ts'
import { neighboursGain, type PastOutcome } from '../../processors/route/neighbours.ts'
import type { Router } from '../../processors/route/router.ts'
import { textFeatures } from '../../processors/route/text-features.ts'
import { trainedRouter } from '../../processors/route/trained.ts'
import { problem } from '../configuration/problem.ts'
import type { TrainedLearned } from './train-learned.ts'
import type { TrainedNeighbours } from './train-neighbours.ts'

const number = z.number()

const common = {
  /** The embedding model of its vectors. */
  embeddingModel: z.string(),
  /** Turns it was trained on. */
  rows: z.number().int().min(1),
  quantiles: z.array(number).min(2),
  familiarFrom: number,
  /** float32, little-endian, base64. */
  outcomes: z.array(z.strictObject({ vector: z.base64(), gain: number.min(-1).max(1) })).min(1),
}

const learned = z.strictObject({
  kind: z.literal('learned'),
  ...common,
  intercept: number,
  /** Those of an older release may be fewer. */
  features: z.record(z.string(), number).refine(each => Object.keys(each).every(name => textFeatures.includes(name)), {
    error: 'has a feature that this release does not know',
  }),
  vector: z.array(number),
  neighbours: z.array(number).length(neighbourCounts.length),
  withoutVector: number,
})

const neighbours = z.strictObject({
  kind: z.literal('neighbours'),
  ...common,
  k: z.number().int().min(1),
})

const routerFile = z.discriminatedUnion('kind', [learned, neighbours])
export type RouterKind = z.infer<typeof routerFile>['kind']

const textOf = (file: z.infer<typeof routerFile>): string => `${JSON.stringify(file)}\n`

const written = (outcomes: readonly PastOutcome[]) =>
  outcomes.map(({ vector, gain }) => ({ vector: vectorToBytes(vector).toString('base64'), gain }))

/** The file of a learned router: vectors and what came of them, no texts. The same training gives the same bytes. */
export const learnedFile = ({ model, quantiles }: TrainedLearned, embeddingModel: string): string =>
  textOf({
    kind: 'learned',
    embeddingModel,
    rows: model.outcomes.length,
    quantiles: [...quantiles],
    familiarFrom: model.familiarFrom,
    intercept: model.intercept,
    features: { ...model.features },
    vector: [...model.vector],
    neighbours: [...model.neighbours],
    withoutVector: model.withoutVector,
    outcomes: written(model.outcomes),
  })

/** The file of past outcomes, as that of a learned router. */
export const neighboursFile = ({ model, quantiles }: TrainedNeighbours, embeddingModel: string): string =>
  textOf({
    kind: 'neighbours',
    embeddingModel,
    rows: model.outcomes.length,
    quantiles: [...quantiles],
    familiarFrom: model.familiarFrom,
    k: model.k,
    outcomes: written(model.outcomes),
  })

/** The embedding model in use. */
export interface VectorSpace {
  readonly name: string
  readonly dimensions: number
}

const parse = (file: string): { readonly text: string; readonly parsed: z.infer<typeof routerFile> } => {
  const invalid = (message: string, cause: unknown): Error =>
    turnstreamError('CONFIG_INVALID', `route.model: ${file}: ${message}`, { cause })
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw invalid('cannot be read', cause)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid('is not JSON', cause)
  }
  const result = routerFile.safeParse(value, { error: problem })
  if (result.success) return { text, parsed: result.data }
  const [issue] = result.error.issues
  throw invalid(`is no router: ${[...issue!.path, issue!.message].join(': ')}; npm run router writes one`, result.error)
}

/**
 * The router of a file that `npm run router` has written, named by its kind and the hash of the file's content. Throws
 * CONFIG_INVALID where it cannot be read, holds another kind of router, or was made with another embedding model.
 */
export const readRouter = (file: string, kind: RouterKind, { name, dimensions }: VectorSpace): Router => {
  const { text, parsed } = parse(file)
  const { embeddingModel, quantiles } = parsed
  const invalid = (message: string): never => {
    throw turnstreamError('CONFIG_INVALID', `route.model: ${file}: ${message}`)
  }
  if (parsed.kind !== kind) invalid(`holds a router of kind ${parsed.kind}, but route.router is ${kind}`)
  if (embeddingModel !== name)
    invalid(`was made with vectors of ${embeddingModel}, but those in use are of ${name}; train it again`)
  const outcomes = parsed.outcomes.map(({ vector, gain }) => ({
    vector: bytesToVector(Buffer.from(vector, 'base64')),
    gain,
  }))
  const widths = [
    ...outcomes.map(({ vector }) => vector.length),
    ...(parsed.kind === 'learned' ? [parsed.vector.length] : []),
  ]
  if (widths.some(width => width !== dimensions))
    invalid(`its vectors must have ${dimensions} dimensions, as those of ${name}`)
  return trainedRouter({
    name: `${kind}:${hash('sha256', text).slice(0, 12)}`,
    gain: parsed.kind === 'learned' ? learnedGain({ ...parsed, outcomes }) : neighboursGain({ ...parsed, outcomes }),
    quantiles,
    embeddingModel,
  })
}
