import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import { z } from 'zod'
import { documentKeyOf } from '../../processors/documents/key.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type GivenDocument, standingOf, submitDocuments } from '../documents/submit.ts'
import type { GatewayContext } from './context.ts'
import { messageText, nameField } from './fields.ts'
import { checkScene } from './known.ts'
import { validate } from './validate.ts'

/** Most characters of one document. */
const mostChars = 200_000
/** Most documents of one request. */
const most = 1_000
const bodyLimitBytes = 64 * 1_048_576

const usualScene = 'general'

const idField = z
  .string('must be a text')
  .regex(/^[^\s/#]{1,200}$/, 'must be 1 to 200 characters, none of them white space, "/" or "#"')

const documentRequest = z.strictObject({
  id: idField.describe('A later document of this id replaces it.'),
  title: nameField('Title; it stands before each passage.', 300),
  scene: nameField(`Scene that it is about; ${usualScene} where it is not given.`).nullish(),
  text: messageText('Text or Markdown; it is cut at headings and paragraphs.', mostChars),
})

const several = <Schema extends z.ZodType>(document: Schema) =>
  z
    .array(document, 'must be a list of documents')
    .min(1, 'must hold at least one document')
    .max(most, `must hold at most ${most} documents`)

const documentsRequest = z.strictObject({ documents: several(documentRequest) })

/** As commands send it: for any tenant, and documents to take out, which have no text. */
const internalRequest = z.strictObject({
  tenant: z.string('must be a text').min(1, 'must not be empty').nullish(),
  documents: several(
    z.union([documentRequest, z.strictObject({ id: idField, text: z.null() })], {
      error: 'must have id, title and text, and scene where it is known',
    }),
  ),
})

const submittedShape = z.object({
  task_id: z.string().describe('GET /v1/tasks/:id says how far it has come.'),
  documents: z.int(),
})

const listShape = z.object({
  documents: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        scene: z.string(),
        revision: z.int().describe('Counts what became of it, from 1.'),
        passages: z.int(),
        changed_at: z.iso.datetime(),
      }),
    )
    .describe('By id.'),
})

const taskShape = z.object({
  task_id: z.string(),
  kind: z.string(),
  state: z
    .string()
    .describe(
      'submitted, running, completed, failed or cancelled. An ingestion is completed once nobody is served an answer that rests on what it has changed.',
    ),
  done: z.int(),
  total: z.int().nullable(),
})

type Asked = z.infer<typeof internalRequest>['documents'][number]

const givenOf = (asked: Asked): GivenDocument =>
  asked.text === null
    ? { id: asked.id, title: '', scene: '', text: null }
    : { id: asked.id, title: asked.title, scene: asked.scene ?? usualScene, text: asked.text }

const taken = {
  accepted: 'On the log; `Location` says how far it has come.',
  answer: submittedShape,
  tag: 'cache',
} as const

/** Documents that answers rest on, and the tasks that take them in. */
export const documentRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const { documents, configuration } = turnstream
  const { tenant } = configuration.server
  const submit = async (given: readonly GivenDocument[]) => {
    const { taskId, documents: count } = await submitDocuments(turnstream, given, { tenant, by: 'api' }, Date.now())
    return { location: `/v1/tasks/${encodeURIComponent(taskId)}`, body: { task_id: taskId, documents: count } }
  }
  const known = () => documents.list().filter(document => document.tenant === tenant)

  app.get(
    '/v1/documents',
    { config: { endpoint: { tag: 'cache', summary: 'Documents that answers rest on.', answer: listShape } } },
    async () => ({
      documents: known().map(({ documentId, title, scene, revision, passages, changedAtMs }) => ({
        ...{ id: documentId, title, scene, revision, passages },
        changed_at: new Date(changedAtMs).toISOString(),
      })),
    }),
  )

  const put = { ...taken, summary: 'Takes documents in; of one that has changed, answers that rest on it go.' } as const
  app.post(
    '/v1/documents',
    { bodyLimit: bodyLimitBytes, config: { endpoint: { ...put, body: documentsRequest } } },
    async (request, reply) => {
      const asked = validate(documentsRequest, request.body).documents
      for (const { scene } of asked) checkScene(scene ?? null, turnstream.views.current())
      const { location, body } = await submit(asked.map(givenOf))
      return reply.code(202).header('location', location).send(body)
    },
  )

  const remove = { ...taken, summary: 'Takes a document out, and the answers that rest on it.' } as const
  app.delete<{ Params: { id: string } }>(
    '/v1/documents/:id',
    { config: { endpoint: remove } },
    async ({ params: { id } }, reply) => {
      const key = documentKeyOf({ tenant, documentId: id })
      if (!known().some(document => documentKeyOf(document) === key))
        throw turnstreamError('NOT_FOUND', `no document has the id ${id}`)
      const { location, body } = await submit([{ id, title: '', scene: '', text: null }])
      return reply.code(202).header('location', location).send(body)
    },
  )

  const task = { tag: 'cache', summary: 'How a background task stands.', answer: taskShape } as const
  app.get<{ Params: { id: string } }>('/v1/tasks/:id', { config: { endpoint: task } }, async ({ params: { id } }) => {
    const found = turnstream.tasks.find(id)
    if (!found || found.tenant !== tenant) throw turnstreamError('NOT_FOUND', `no task has the id ${id}`)
    const { taskId, kind, state, done, total } = await standingOf(turnstream, found)
    return { task_id: taskId, kind, state, done, total }
  })
}

/** Routes of `turnstream documents`, for commands on this machine. */
export const internalDocumentRoutes = (
  app: FastifyInstance,
  { turnstream }: GatewayContext,
  onRequest: onRequestAsyncHookHandler,
): void => {
  app.post('/internal/documents', { onRequest, bodyLimit: bodyLimitBytes }, async request => {
    const { tenant, documents } = validate(internalRequest, request.body)
    const given = documents.map(givenOf)
    for (const { scene, text } of given) if (text !== null) checkScene(scene, turnstream.views.current())
    const whose = tenant ?? turnstream.configuration.server.tenant
    const known = new Set(turnstream.documents.list().map(documentKeyOf))
    for (const { id, text } of given)
      if (text === null && !known.has(documentKeyOf({ tenant: whose, documentId: id })))
        throw turnstreamError('NOT_FOUND', `no document of tenant ${whose} has the id ${id}`)
    return submitDocuments(turnstream, given, { tenant: whose, by: 'command' }, Date.now())
  })

  app.get('/internal/documents', { onRequest }, async () => ({ documents: turnstream.documents.list() }))
}
