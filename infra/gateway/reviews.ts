import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { verdicts } from '../review/item.ts'
import { listReviews, reviewListShape } from '../review/list.ts'
import { reviewShownShape, showReview, unknownReview } from '../review/show.ts'
import { verdictOutcome } from '../review/verdicts.ts'
import type { GatewayContext } from './context.ts'
import { messageText, nameField } from './fields.ts'
import { checkScene } from './known.ts'
import { validate } from './validate.ts'

/** How many reviews a page holds where its reader does not say. */
const usualLimit = 20

/** The longest answer that a reviewer may write, characters. */
const mostAnswerChars = 32_000

const listQuery = z.strictObject({
  state: z.enum(['open', 'all'], { error: 'must be open or all' }).default('open'),
  scene: nameField('').optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1, 'must be at least 1').max(200, 'must be at most 200'))
    .default(usualLimit),
  after: nameField('', 2_000).optional(),
})

export const verdictRequest = z
  .strictObject({
    verdict: z
      .enum(verdicts, { error: `must be one of ${verdicts.join(', ')}` })
      .describe(
        'restore: the entry is back as it was. edit: it is back with `answer`, for everybody. delete: it stays out.',
      ),
    answer: messageText('The answer to give instead; with edit, and only there.', mostAnswerChars).nullish(),
    block: z
      .boolean('must be true or false')
      .nullish()
      .describe('With delete: the question is never learned again. Without it the next answer of a model may be.'),
    reason: nameField('For people: why.', 4_000).nullish(),
    by: nameField('Who decides; api where it is not given.').nullish(),
  })
  .refine(({ verdict, answer }) => (verdict === 'edit') === (typeof answer === 'string'), {
    path: ['answer'],
    error: 'must be given with the verdict edit, and only there',
  })
  .refine(({ verdict, block }) => block !== true || verdict === 'delete', {
    path: ['block'],
    error: 'may be true with the verdict delete only',
  })

/** GET /v1/review, GET and POST /v1/review/:id: the answers that wait for a reviewer, and what is to become of them. */
export const reviewRoutes = (app: FastifyInstance, { turnstream, metrics }: GatewayContext): void => {
  const { reviews, facts } = turnstream
  const list = {
    tag: 'cache',
    summary: `Answers that wait for a reviewer, oldest first; ?state=all for closed ones too, ?scene=, ?limit=, ${usualLimit} unless said, and ?after= the last one of a page.`,
    answer: reviewListShape,
  } as const
  app.get('/v1/review', { config: { endpoint: list } }, async ({ query }) => {
    const { state, scene = null, limit, after = null } = validate(listQuery, query, 'the query')
    checkScene(scene, turnstream.views.current())
    return reviews.read(reader => {
      if (after !== null && !reader.find(after)) throw unknownReview(after)
      return listReviews(reader, facts, { all: state === 'all', scene, limit, after })
    })
  })

  const show = {
    tag: 'cache',
    summary: 'An answer under review, with all that led to it.',
    answer: reviewShownShape,
  } as const
  app.get<{ Params: { id: string } }>('/v1/review/:id', { config: { endpoint: show } }, async ({ params: { id } }) => {
    return showReview(id, turnstream)
  })

  const decide = {
    tag: 'cache',
    summary: 'Decides on an answer under review; answered once that counts in the caches.',
    body: verdictRequest,
    answer: verdictOutcome,
  } as const
  app.post<{ Params: { id: string } }>(
    '/v1/review/:id',
    { config: { endpoint: decide } },
    async ({ params: { id }, body }) => {
      const { verdict, answer, block, reason, by } = validate(verdictRequest, body)
      const outcome = await turnstream.giveVerdict(id, {
        verdict,
        answer: answer ?? null,
        block: block ?? false,
        reason: reason ?? null,
        by: by ?? 'api',
      })
      metrics.reviewed(verdict)
      return outcome
    },
  )
}
