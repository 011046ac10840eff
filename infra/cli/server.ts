import { type ErrorCode, errorCatalogue, type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import { findServer, type RunFile } from './run-file.ts'

const codeOf = (error: unknown): string => (error as { cause?: { code?: string } }).cause?.code ?? ''

/** A server that says nothing for so long is stopped or hangs. */
const patienceMs = 5_000

/**
 * The server of this data directory, null where none runs. Throws UNAVAILABLE where there is one that does not answer: it has
 * the log, so nobody else can write.
 */
export const reachServer = async (dataDir: string): Promise<RunFile | null> => {
  const server = findServer(dataDir)
  if (!server) return null
  try {
    await fetch(`${server.url}/health`, { signal: AbortSignal.timeout(patienceMs) })
    return server
  } catch (error) {
    // The file of a killed server may name a process that is something else by now.
    if (codeOf(error) === 'ECONNREFUSED') return null
    throw silent(server, error)
  }
}

const silent = ({ url, pid }: RunFile, cause: unknown): TurnstreamError =>
  turnstreamError('UNAVAILABLE', `the server at ${url} (process ${pid}) does not answer`, { cause })

/** The error that a response of the server reports. */
export const refusal = (status: number, body: unknown): TurnstreamError => {
  const { code, message, details } =
    (body as { error?: { code?: string; message?: string; details?: object } })?.error ?? {}
  const known = code !== undefined && code in errorCatalogue ? (code as ErrorCode) : 'UNAVAILABLE'
  return turnstreamError(known, message ?? `the server answered with status ${status}`, {
    details: { status, ...details },
  })
}

const ask = async (server: RunFile, path: string, request: RequestInit): Promise<unknown> => {
  let response: Response
  try {
    response = await fetch(server.url + path, request)
  } catch (error) {
    throw silent(server, error)
  }
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusal(response.status, answer)
  return answer
}

/** Posts JSON to the running server and gives its answer. Throws what the server reports, and UNAVAILABLE where it is silent. */
export const post = (server: RunFile, path: string, body: unknown): Promise<unknown> =>
  ask(server, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-turnstream-token': server.token },
    body: JSON.stringify(body),
  })

/** What a path of the running server has. Throws as `post` does. */
export const get = (server: RunFile, path: string): Promise<unknown> =>
  ask(server, path, { headers: { 'x-turnstream-token': server.token } })
