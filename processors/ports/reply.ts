/** A piece of an answer on its way to the client that asked. `chat.answers` is the durable fallback. */
export type Reply =
  | { readonly kind: 'token'; readonly text: string }
  /** A pool failed after tokens had been sent: what was shown so far is void. */
  | { readonly kind: 'restart' }

/** The reply channel port: best effort, in order per turn, within a process or between them. */
export interface ReplyChannel {
  publish(turnId: string, reply: Reply): void
  /** Receives what is published from now on. Returns the end of the subscription. */
  subscribe(turnId: string, listener: (reply: Reply) => void): () => void
  /** Whether anyone listens to this turn; nobody listening to a streamed turn means its client has left. */
  listened(turnId: string): boolean
}
