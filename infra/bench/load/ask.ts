import { turnstreamError } from '../../../processors/errors.ts'
import type { Connections } from './connections.ts'
import type { Response } from './response.ts'

/** Sends a request and waits for its answer. Throws UNAVAILABLE where the connection breaks. */
export const ask = (connections: Connections, request: Buffer): Promise<Response> =>
  new Promise((resolve, reject) => {
    connections.send(request, response => {
      if (response) resolve(response)
      else reject(turnstreamError('UNAVAILABLE', 'the server closed a connection in the middle of a request'))
    })
  })

/** As `ask`. Throws UNAVAILABLE for any other status than 200. */
export const askWell = async (connections: Connections, request: Buffer): Promise<Response> => {
  const response = await ask(connections, request)
  if (response.status !== 200)
    throw turnstreamError('UNAVAILABLE', `the server answered with status ${response.status}`)
  return response
}

/** Asks all of them, `at` at a time; the answers in the order of the requests. Throws as `askWell` does. */
export const askAll = async (
  connections: Connections,
  requests: readonly Buffer[],
  at: number,
): Promise<readonly Response[]> => {
  const answers: Response[] = []
  let next = 0
  const one = async (): Promise<void> => {
    while (next < requests.length) {
      const index = next++
      answers[index] = await askWell(connections, requests[index]!)
    }
  }
  await Promise.all(Array.from({ length: at }, one))
  return answers
}
