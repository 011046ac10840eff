import { once } from 'node:events'
import { get, type IncomingMessage, request } from 'node:http'

// Not fetch, which gives up after five minutes: a first download, or the suite before, may take longer.

/** Asks a host to start a service; its address. Rejects with the reason where it cannot. */
export const askFor = async (host: string, name: string): Promise<string> => {
  const [response] = (await once(request(`${host}/${name}`, { method: 'POST' }).end(), 'response')) as [IncomingMessage]
  let text = ''
  for await (const piece of response) text += piece
  const { address, message } = JSON.parse(text) as { readonly address?: string; readonly message?: string }
  if (address === undefined) throw new Error(message)
  return address
}

/** Waits until the services are this process's to use; gives what ends that. */
export const takeTurn = async (host: string): Promise<() => void> => {
  const asked = get(`${host}/turn`, { agent: false })
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  await once(response, 'data')
  response.on('error', () => undefined)
  return () => asked.destroy()
}
