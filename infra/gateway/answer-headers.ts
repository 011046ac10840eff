import type { FastifyReply } from 'fastify'
import type { Outcome } from './outcome.ts'

/** Tells in headers which layer answered and under which id the turn can be explained. */
export const answerHeaders = (reply: FastifyReply, turnId: string, cached: Outcome['cached']): void => {
  reply.header('x-turnstream-cache', cached ?? 'miss').header('x-turnstream-turn', turnId)
}
