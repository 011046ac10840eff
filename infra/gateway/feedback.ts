import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { pseudonymOf } from '../../topics/keys.ts'
import type { GatewayContext } from './context.ts'
import { nameField, withoutControls } from './fields.ts'
import { validate } from './validate.ts'

/** Who gives an answer this rating or less does not want it given to others. */
const lowRating = 2

export const feedbackRequest = z
  .strictObject({
    turn_id: nameField('The turn whose answer it is about.'),
    helpful: z
      .boolean('must be true or false')
      .nullish()
      .describe('false takes the answer out of the caches at once; so does a low rating where nothing is said here.'),
    rating: z
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(5, 'must be at most 5')
      .nullish()
      .describe(`1 to 5; up to ${lowRating} is unhelpful unless \`helpful\` says otherwise.`),
    comment: z.string('must be a text').max(4_000, 'must have at most 4000 characters').nullish(),
  })
  .refine(({ helpful, rating }) => typeof helpful === 'boolean' || typeof rating === 'number', {
    error: 'helpful or rating must be given',
  })

const feedbackResponse = z.object({ feedback_id: z.string(), turn_id: z.string() })

/** POST /v1/feedback: answered once what an unhelpful mark takes out of the caches is out. */
export const feedbackRoutes = (app: FastifyInstance, { turnstream, metrics }: GatewayContext): void => {
  const endpoint = {
    tag: 'chat',
    summary: 'What a customer says of an answer.',
    body: feedbackRequest,
    answer: feedbackResponse,
  } as const
  app.post('/v1/feedback', { config: { endpoint } }, async request => {
    const body = validate(feedbackRequest, request.body)
    const { tenant } = turnstream.configuration.server
    const rating = body.rating ?? null
    const helpful = body.helpful ?? (rating !== null && rating <= lowRating ? false : null)
    const { feedbackId } = await turnstream.giveFeedback({
      turnId: body.turn_id,
      tenant,
      helpful,
      rating,
      comment: body.comment ? withoutControls(body.comment) : null,
      by: pseudonymOf(tenant, null),
    })
    metrics.feedback(helpful, rating)
    return { feedback_id: feedbackId, turn_id: body.turn_id }
  })
}
