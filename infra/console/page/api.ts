/** What went wrong with a request; `UNREACHABLE` and `BROKEN_OFF` are the browser's own, other codes the catalogue's. */
export interface Failure extends Error {
  readonly code: string
  readonly requestId: string | null
}

export const failure = (code: string, message: string, requestId: string | null = null): Failure =>
  Object.assign(new Error(message), { code, requestId })

export const isFailure = (error: unknown): error is Failure =>
  error instanceof Error && 'code' in error && 'requestId' in error

/** A failure out of an error body of the server. */
export const failureOf = (body: unknown, status: number): Failure => {
  const { error } = (body ?? {}) as { error?: { code?: string; message?: string; request_id?: string } }
  return failure(
    error?.code ?? `HTTP_${status}`,
    error?.message ?? `the server answered with status ${status}`,
    error?.request_id ?? null,
  )
}

export interface Sending {
  /** POST with a body and GET without where it is not given. */
  readonly method?: 'DELETE'
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Sends a request. Throws a Failure unless the answer is one of success. */
export const send = async (path: string, { method, body, headers, signal }: Sending = {}): Promise<Response> => {
  let response: Response
  try {
    response = await fetch(path, {
      method: method ?? (body ? 'POST' : 'GET'),
      headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      body: body ? JSON.stringify(body) : null,
      signal: signal ?? null,
      cache: 'no-store',
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw failure('UNREACHABLE', 'the server cannot be reached')
  }
  if (response.ok) return response
  throw failureOf(await response.json().catch(() => null), response.status)
}

/** The JSON that a request is answered with. */
export const json = async <Answer>(path: string, sending?: Sending): Promise<Answer> =>
  (await send(path, sending)).json() as Promise<Answer>

/** What people can do about an error, by its code. */
const remedies: Readonly<Record<string, string>> = {
  UNREACHABLE: 'Look whether the server runs. The console goes on by itself once it does.',
  BROKEN_OFF: 'Try again: the turn is on the log, and its answer is not made twice.',
  BAD_REQUEST: 'Change what the message names and send it again.',
  BODY_TOO_LARGE: 'Shorten the message.',
  UNKNOWN_SCENE: 'Choose another scene: the list of scenes has changed.',
  UNKNOWN_TURN: 'Its log was replaced, or the turn was never taken.',
  TURN_TIMEOUT: 'Try again in a moment: the answer is told once it is there.',
  NOT_READY: 'The server is starting or stopping. Try again in a few seconds.',
  LOG_UNAVAILABLE: 'Nothing was taken. Look at the disk of the data directory, then try again.',
  MODEL_RATE_LIMITED: 'Wait a little, or give the pool a higher limit at its provider.',
  INTERNAL: 'The log of the server names the defect under this request id.',
}

export const remedyOf = (code: string): string =>
  remedies[code] ?? 'Try again. If it stays, the log of the server tells more under this request id.'
