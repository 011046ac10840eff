import { basename, extname } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import type { DocumentStanding } from '../../documents/standings.ts'
import type { Submitted } from '../../documents/submit.ts'
import type { DocumentsOptions, DocumentsPutOptions } from '../commands/documents.ts'
import { followTask } from '../follow-task.ts'
import { printResult } from '../output.ts'
import { readText } from '../read-text.ts'
import { tableOf } from '../table.ts'
import { type Asked, withSystem } from '../with-system.ts'

const documentOf = (file: string, { id, title, scene }: DocumentsPutOptions): object => {
  const text = readText(file).replace(/^\ufeff/, '')
  if (file === '-' && id === undefined) throw turnstreamError('USAGE', 'a text from stdin has no name: say --id')
  const name = basename(file, extname(file))
  const heading = /^#\s+(.+?)\s*#*\s*$/m.exec(text)?.[1]
  return { id: id ?? name.replaceAll(/[\s#]+/g, '-'), title: title ?? heading ?? name, scene: scene ?? null, text }
}

const submit = async (
  asked: Asked,
  documents: readonly object[],
  { tenant, json }: DocumentsOptions,
  what: string,
): Promise<void> => {
  const submitted = (await asked.post('/internal/documents', { documents, tenant })) as Submitted
  await followTask(asked, submitted.taskId, what)
  await printResult(
    json,
    submitted,
    ({ documents: count }) => `${count} ${count === 1 ? 'document' : 'documents'}: done`,
  )
}

/** Takes files in. Throws USAGE where one cannot be read, BAD_REQUEST that names every document at fault; nothing is taken then. */
export const putDocuments = async (files: readonly string[], options: DocumentsPutOptions): Promise<void> => {
  if (files.length > 1 && (options.id !== undefined || options.title !== undefined))
    throw turnstreamError('USAGE', '--id and --title name one document: give one file')
  const documents = files.map(file => documentOf(file, options))
  await withSystem(options, asked => submit(asked, documents, options, 'taking in'))
}

/** Takes documents out. Throws NOT_FOUND that names one that is not there; none is taken out then. */
export const removeDocuments = (ids: readonly string[], options: DocumentsOptions): Promise<void> =>
  withSystem(options, asked =>
    submit(
      asked,
      ids.map(id => ({ id, text: null })),
      options,
      'taking out',
    ),
  )

interface Listed {
  readonly documents: readonly DocumentStanding[]
}

const text = ({ documents }: Listed): string =>
  documents.length === 0
    ? 'no documents'
    : tableOf(
        ['tenant', 'id', 'title', 'scene', 'revision', 'passages', 'changed'],
        documents.map(({ tenant, documentId, title, scene, revision, passages, changedAtMs }) => [
          ...[tenant, documentId, title, scene, revision, passages],
          new Date(changedAtMs).toISOString(),
        ]),
      )

export const listDocuments = (options: DocumentsOptions): Promise<void> =>
  withSystem(options, async ({ get }) => {
    const { documents } = (await get('/internal/documents')) as Listed
    const shown = documents.filter(({ tenant }) => options.tenant === undefined || tenant === options.tenant)
    await printResult(options.json, { documents: shown }, text)
  })
