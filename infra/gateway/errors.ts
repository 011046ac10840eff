import {
  type ErrorCode,
  errorCatalogue,
  isTurnstreamError,
  type TurnstreamError,
  turnstreamError,
} from '../../processors/errors.ts'

/** Fastify's own errors, by the code that the catalogue has for them. */
const ofFastify: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'send the body as application/json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_JSON', 'the body is empty'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BAD_JSON', 'the body is not valid JSON'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'the body is larger than server.bodyLimitBytes allows'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BAD_REQUEST', 'the body ended before its Content-Length was reached'],
  FST_ERR_BAD_URL: ['BAD_REQUEST', 'the path is not a valid URL path'],
  FST_ERR_MAX_PARAM_LENGTH: ['BAD_REQUEST', 'a part of the path is too long'],
  FST_ERR_REOPENED_CLOSE_SERVER: ['NOT_READY', 'the server is closing'],
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Any error as one of the catalogue. What the catalogue does not know becomes INTERNAL without its text, which might say anything. */
export const asTurnstreamError = (error: unknown): TurnstreamError => {
  if (isTurnstreamError(error)) return error
  const known = ofFastify[codeOf(error) ?? '']
  if (known) return turnstreamError(known[0], known[1], { cause: error })
  return turnstreamError('INTERNAL', 'something went wrong inside Turnstream; the log names it under this request id', {
    cause: error,
  })
}

/** What a client may be told of an error. Errors of the server's own making keep their details to the log. */
export interface PublicError {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly retriable: boolean
}

export const publicError = (error: TurnstreamError): PublicError => {
  const { status } = errorCatalogue[error.code]
  const { code, message, retriable, details } = error
  return { status, code, message, retriable, ...(details && status < 500 ? { details } : {}) }
}

/** The error body of every path but the OpenAI-compatible ones. */
export const errorBody = ({ code, message, details }: PublicError, requestId: string) => ({
  error: { code, message, ...(details ? { details } : {}), request_id: requestId },
})

const openaiTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  404: 'invalid_request_error',
  405: 'invalid_request_error',
  413: 'invalid_request_error',
  415: 'invalid_request_error',
  421: 'invalid_request_error',
  429: 'rate_limit_error',
}

/** Where OpenAI has a code of its own for the same thing. */
const openaiCodes: Partial<Record<ErrorCode, string>> = { UNKNOWN_MODEL: 'model_not_found' }

/** The error body of the OpenAI-compatible paths, with the request id beside OpenAI's four fields. */
export const openaiErrorBody = ({ status, code, message, details }: PublicError, requestId: string) => {
  const fields = details?.fields as readonly { field: string }[] | undefined
  const param = fields?.[0]?.field ?? (code === 'UNKNOWN_MODEL' ? 'model' : null)
  return {
    error: {
      message,
      type: openaiTypes[status] ?? 'server_error',
      param: param || null,
      code: openaiCodes[code] ?? code,
      request_id: requestId,
    },
  }
}
