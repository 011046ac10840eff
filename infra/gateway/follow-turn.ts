import type { FastifyReply, FastifyRequest } from 'fastify'
import { piecesOf } from '../../processors/infer/faq.ts'
import type { Reply } from '../../processors/ports/reply.ts'
import { type Asked, askTurn } from './asking.ts'
import type { GatewayContext } from './context.ts'
import type { Outcome } from './outcome.ts'

/** Where the pieces of an answer go. */
export interface Teller {
  token(text: string): void
  /** What was told so far is void. */
  restart(): void
  /** Resolves when there is room for more; asked only where the pieces can wait. */
  room(): Promise<void>
}

export interface Begun {
  readonly turnId: string
  readonly cached: Outcome['cached']
  readonly outcome: Promise<Outcome>
  /** From the arrival of the request; null before the first token. */
  firstTokenMs(): number | null
  /** Lets the pieces through, those that have come already first. Resolves when the answer is complete and told. */
  follow(teller: Teller): Promise<Outcome>
}

/**
 * Hands a turn in and resolves as soon as its fate is known: answered by a cache, or on the log with its answer on the
 * way; until then a failure rejects, so that it can still be told with a status of its own. Whatever becomes of the
 * reply channel, which is best effort, the pieces since the last restart add up to the text of the answer.
 */
export const beginTurn = async (
  context: GatewayContext,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
  signal: AbortSignal,
): Promise<Begun> => {
  const early: Reply[] = []
  let teller: Teller | null = null
  let shown = ''
  let firstTokenMs: number | null = null
  const onReply = (piece: Reply): void => {
    if (teller === null) {
      early.push(piece)
      return
    }
    if (piece.kind === 'restart') {
      shown = ''
      teller.restart()
      return
    }
    firstTokenMs ??= reply.elapsedTime
    teller.token(piece.text)
    // Counted only once told: a piece that could not be told makes the whole answer be told again at the end.
    shown += piece.text
  }

  const begun = Promise.withResolvers<Pick<Begun, 'turnId' | 'cached'>>()
  // Who sent an Idempotency-Key may come back for the answer, so leaving does not give the turn up.
  const givenUp = asked.idempotencyKey == null ? signal : new AbortController().signal
  const outcome = askTurn(context, request, asked, givenUp, {
    onReply,
    onTaken: turnId => begun.resolve({ turnId, cached: null }),
  })
  outcome.then(({ turnId, cached }) => begun.resolve({ turnId, cached }), begun.reject)
  const { turnId, cached } = await begun.promise

  return {
    turnId,
    cached,
    outcome,
    firstTokenMs: () => firstTokenMs,
    follow: async to => {
      teller = to
      for (const piece of early.splice(0)) onReply(piece)
      const whole = await outcome
      if (!whole.text.startsWith(shown)) {
        to.restart()
        shown = ''
      }
      const rest = whole.text.slice(shown.length)
      // White space alone has no words to be cut into.
      for (const piece of rest.trim() === '' ? [rest].filter(text => text !== '') : piecesOf(rest)) {
        await to.room()
        if (signal.aborted) break
        firstTokenMs ??= reply.elapsedTime
        to.token(piece)
      }
      return whole
    },
  }
}
