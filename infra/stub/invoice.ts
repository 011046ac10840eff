/** A call as the provider saw it. */
export interface StubCall {
  /** From 1, in the order of arrival. */
  readonly number: number
  readonly wire: 'openai' | 'azure' | 'bedrock' | 'ollama'
  readonly idempotencyKey: string | null
  readonly model: string
  /** Tokens billed. */
  readonly promptTokens: number
  readonly completionTokens: number
  readonly cachedTokens: number
  /** `cancelled`: the client closed the connection before the end. */
  readonly outcome: 'open' | 'completed' | 'refused' | 'cut' | 'cancelled'
  readonly billed: boolean
}

/** The provider's own record of what it was asked and what it bills. */
export interface Invoice {
  open(call: Pick<StubCall, 'wire' | 'idempotencyKey' | 'model'>): number
  /** Ignored once the call has an outcome: the first one is how it ended. */
  update(number: number, change: Partial<Omit<StubCall, 'number'>>): void
  calls(): readonly StubCall[]
}

export const createInvoice = (): Invoice => {
  const calls: StubCall[] = []
  return {
    open: call => {
      const number = calls.length + 1
      const tokens = { promptTokens: 0, completionTokens: 0, cachedTokens: 0 }
      calls.push({ number, ...call, ...tokens, outcome: 'open', billed: false })
      return number
    },
    update: (number, change) => {
      const call = calls[number - 1]!
      if (call.outcome === 'open') calls[number - 1] = { ...call, ...change }
    },
    calls: () => calls.map(call => ({ ...call })),
  }
}
