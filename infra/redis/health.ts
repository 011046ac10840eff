import { isBrokenCircuitError } from 'cockatiel'
import type { RedisAddress } from './address.ts'

type Use = 'lookups' | 'work'

export interface Health {
  connected(): void
  connectionFailed(error: unknown): void
  answered(use: Use): void
  failed(use: Use, error: unknown): void
  /** What an error says, without who logs in. */
  describe(error: unknown): string
  trouble(): string | null
}

/** What is known of a Redis by how it answered last, for each use of it. */
export const createHealth = ({ name, login }: RedisAddress): Health => {
  const failures = new Map<Use, string>()
  let connection: string | null = null
  const secrets = [login.password, login.username].filter(secret => secret !== undefined && secret !== '')

  const say = (error: unknown): string => {
    // An error about several addresses of a host has no text of its own.
    const { message = '', code = '' } = error as { message?: string; code?: string }
    return secrets.reduce<string>((text, secret) => text.replaceAll(secret!, '***'), message || code || 'unknown error')
  }
  /** Commands fail with what the client makes of it; why the connection failed says more. */
  const describe = (error: unknown): string => `Redis at ${name}: ${connection ?? say(error)}`

  return {
    connected: () => {
      connection = null
    },
    connectionFailed: error => {
      connection = say(error)
    },
    answered: use => void failures.delete(use),
    failed: (use, error) => {
      // An open circuit follows from what is known already.
      if (!isBrokenCircuitError(error) || !failures.has(use)) failures.set(use, describe(error))
    },
    describe,
    trouble: () => failures.values().next().value ?? null,
  }
}
