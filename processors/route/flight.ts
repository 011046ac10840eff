import { hash } from 'node:crypto'
import type { PromptBuilt } from '../../schemas/types.ts'

/**
 * The key that identical misses share, so that one call answers all of them; null where the answer may depend on who
 * asks: on a conversation, on an account, on tools. It differs across policy epochs, so that no turn received after a
 * change is answered from before it.
 */
export const flightKey = (prompt: PromptBuilt, policyEpoch: number): string | null => {
  const { pending, historyTurns, maxTokens } = prompt
  const joinable =
    pending.standsAlone &&
    pending.tools === null &&
    historyTurns === 0 &&
    pending.history.length === 0 &&
    !pending.flags.includes('personal') &&
    !pending.flags.includes('choices')
  if (!joinable) return null
  const parts = [pending.identity, pending.textHash, policyEpoch, pending.temperature, maxTokens]
  return hash('sha256', JSON.stringify(parts))
}
