import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'

type Handler = BedrockRuntimeClient['config']['requestHandler']

/**
 * How the AWS SDK makes its requests here. Its own handler for fetch makes a `Request` of each, which holds the signal
 * weakly: once that is collected, a call that hangs can no longer be cancelled at the provider.
 */
export const handlerBy = (fetch: typeof globalThis.fetch): Handler => ({
  handle: async ({ protocol, hostname, port, path, method, headers, body }, options = {}) => {
    const address = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`
    const signal = 'abortSignal' in options ? (options.abortSignal as AbortSignal) : null
    // A redirection would take the session token along.
    const response = await fetch(address, { method, headers, body, signal, redirect: 'manual' })
    const { status: statusCode, statusText: reason } = response
    return { response: { statusCode, reason, headers: Object.fromEntries(response.headers), body: response.body } }
  },
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
})
