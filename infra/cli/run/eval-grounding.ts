import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { evaluateGrounding, type Found, type GroundingEvaluation } from '../../eval/grounding.ts'
import { readContent } from '../../help-centre/content.ts'
import { shipped } from '../../help-centre/open.ts'
import type { EvalGroundingOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { tableOf } from '../table.ts'

const root = join(import.meta.dirname, '../../..')

const markdownIn = (folder: string): Readonly<Record<string, string>> => {
  try {
    const names = readdirSync(folder).filter(name => name.endsWith('.md'))
    return Object.fromEntries(names.map(name => [name, readFileSync(join(folder, name), 'utf8')]))
  } catch (cause) {
    throw turnstreamError('USAGE', `${folder} cannot be read`, { cause })
  }
}

const row = (what: string, { questions, found }: Found): readonly (string | number)[] => [
  what,
  questions,
  found,
  `${((100 * found) / questions).toFixed(1)} %`,
]

const text = (result: GroundingEvaluation): string =>
  `${tableOf(
    ['answered by', 'questions', 'found', ''],
    [
      row('an article', result.articles),
      row('a document, beside articles', result.documents),
      row('an article, beside such documents', result.besideDocuments),
      row('an article, beside documents about something else', result.besideOthers),
    ],
  )}\n${result.limit} passages a prompt; ${result.othersShown.toFixed(2)} of them about something else where there are such`

/** Evaluates retrieval on the shipped help centre. */
export const evalGrounding = async (options: EvalGroundingOptions): Promise<void> => {
  const configuration = configurationOf(options)
  const embedding = await openMiniLm(configuration.embedding)
  const progress = startProgress('questions')
  try {
    const result = await evaluateGrounding({
      content: await readContent(shipped),
      questions: JSON.parse(readFileSync(join(root, 'data', 'demo', 'wordings.json'), 'utf8')),
      others: markdownIn(options.others ?? join(root, 'docs')),
      embedding,
      limit: configuration.compress.passages,
      onProgress: progress.update,
    })
    progress.stop()
    await printResult(options.json, result, text)
  } finally {
    progress.stop()
    await embedding.close()
  }
}
