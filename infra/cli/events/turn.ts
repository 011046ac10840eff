import { z } from 'zod'
import type { DomainEvent } from '../../../processors/event.ts'
import { conversationKeyOf, pseudonymOf, turnIdOf } from '../../../topics/keys.ts'
import { eventTime } from './time.ts'

/** A turn in the friendly short form. */
export const shortTurn = z.strictObject({
  message: z.string().min(1),
  conversation_id: z.string().min(1).optional(),
  user_id: z.string().min(1).optional(),
  scene: z.string().min(1).optional(),
  tenant: z.string().min(1).default('default'),
  model: z.string().min(1).default('auto'),
  idempotency_key: z.string().min(1).optional(),
  time: eventTime.optional(),
})

/** The whole turn that a short form stands for. With an idempotency key the id is the same each time. */
export const turnOf = (short: z.infer<typeof shortTurn>, timeMs: number): DomainEvent<'TurnReceived'> => {
  const { tenant, conversation_id: named } = short
  const userId = short.user_id ?? null
  const idempotencyKey = short.idempotency_key ?? null
  const turnId = turnIdOf({ tenant, userId, conversationId: named ?? null, idempotencyKey }, timeMs)
  const conversationId = named ?? turnId
  return {
    id: turnId,
    type: 'TurnReceived',
    key: conversationKeyOf(tenant, named ?? null, turnId),
    timeMs,
    source: 'produce',
    subject: turnId,
    cause: null,
    data: {
      turnId,
      tenant,
      conversationId,
      solo: named === undefined,
      channel: 'produce',
      userId,
      asker: pseudonymOf(tenant, userId),
      scene: short.scene ?? null,
      message: short.message.toWellFormed(),
      model: short.model,
      temperature: null,
      maxTokens: null,
      systemPrompt: null,
      history: [],
      tools: null,
      responseFormat: null,
      choices: 1,
      minSimilarity: null,
      requestId: null,
      rider: null,
      task: null,
      announced: null,
    },
  }
}
