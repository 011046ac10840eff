/**
 * Trains a router on questions that two models have answered, and writes its file for `route.model`:
 *
 *     npm run router -- --data FILE --out FILE [--kind learned|neighbours] [--seed S]
 *
 * The data are those of `turnstream eval route`, which says what such a router is worth on them. Both keep the vector and
 * the outcome of every row, 2 kB each, and no text. The same rows and seed give the same
 * bytes.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isTurnstreamError } from '../../processors/errors.ts'
import { loadConfiguration } from '../configuration/load.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { readRouteRows } from '../eval/rows.ts'
import { embedRows } from './embedded.ts'
import { learnedFile, neighboursFile, type RouterKind, readRouter } from './file.ts'
import { checkEnough } from './outcome.ts'
import { trainLearned } from './train-learned.ts'
import { trainNeighbours } from './train-neighbours.ts'

const usage = 'usage: npm run router -- --data FILE --out FILE [--kind learned|neighbours] [--seed S]'

interface Arguments {
  readonly data: string
  readonly out: string
  readonly kind: RouterKind
  readonly seed: number
}

const argumentsOf = (args: readonly string[]): Arguments | null => {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({ args: [...args], options: { data: text, out: text, kind: text, seed: text } })
    const { data, out, kind = 'learned', seed = '0' } = values
    if (!data || !out || (kind !== 'learned' && kind !== 'neighbours') || !/^\d+$/.test(seed)) return null
    return { data, out, kind, seed: Number(seed) }
  } catch {
    return null
  }
}

const train = async ({ data, out, kind, seed }: Arguments): Promise<void> => {
  const rows = readRouteRows(data)
  checkEnough(rows)
  const embedding = await openMiniLm({ ...loadConfiguration({}).embedding, cacheEntries: 0 })
  try {
    const outcomes = await embedRows(rows, embedding)
    const written =
      kind === 'learned'
        ? learnedFile(trainLearned(outcomes, seed), embedding.name)
        : neighboursFile(trainNeighbours(outcomes), embedding.name)
    writeFileSync(out, written)
    const { name } = readRouter(out, kind, embedding)
    console.log(`${out}: ${name}, of ${rows.length} rows, ${(written.length / 1_000).toFixed(0)} kB`)
  } finally {
    await embedding.close()
  }
}

const main = async (): Promise<void> => {
  const wanted = argumentsOf(process.argv.slice(2))
  if (wanted === null) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  try {
    await train(wanted)
  } catch (error) {
    if (!isTurnstreamError(error, 'USAGE')) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}

await main()
