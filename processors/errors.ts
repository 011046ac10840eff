/** The error catalogue: every error a user, a client or a test can meet, in one place. Guard by `code`, never by text. */
export const errorCatalogue = {
  BAD_JSON: { status: 400, retriable: false, about: 'The body is not JSON.' },
  BAD_REQUEST: { status: 400, retriable: false, about: 'A field is missing, of the wrong type or out of range.' },
  BODY_TOO_LARGE: { status: 413, retriable: false, about: 'The body exceeds `server.bodyLimitBytes`.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retriable: false, about: 'Only application/json is accepted.' },
  UNKNOWN_SCENE: { status: 400, retriable: false, about: 'The scene is not one of the configured scenes.' },
  UNKNOWN_MODEL: { status: 404, retriable: false, about: 'The model is neither `auto` nor one that a pool serves.' },
  UNKNOWN_TURN: { status: 404, retriable: false, about: 'No turn has this id.' },
  UNKNOWN_USER: { status: 404, retriable: false, about: 'No key belongs to this user: nothing of theirs is sealed.' },
  UNKNOWN_REVIEW: { status: 404, retriable: false, about: 'No review has this id.' },
  REVIEW_CLOSED: { status: 409, retriable: false, about: 'Another verdict was given on this review before.' },
  NOT_FOUND: { status: 404, retriable: false, about: 'No such path.' },
  CONFLICT: { status: 409, retriable: false, about: 'What it rests on has changed, or was decided otherwise.' },
  METHOD_NOT_ALLOWED: { status: 405, retriable: false, about: 'The path exists, the method does not.' },
  UNKNOWN_HOST: { status: 421, retriable: false, about: 'The Host header is not a name of this server.' },
  TURN_TIMEOUT: { status: 504, retriable: true, about: 'No answer was produced within `server.answerTimeoutMs`.' },
  CLIENT_CLOSED: { status: 499, retriable: false, about: 'The client left before the answer was complete.' },
  NOT_READY: { status: 503, retriable: true, about: 'The process is starting or draining.' },
  LOG_UNAVAILABLE: { status: 503, retriable: true, about: 'The log cannot be written; nothing is acknowledged.' },
  LOG_IN_USE: { status: 500, retriable: false, about: 'Another process writes this data directory.' },
  LOG_FENCED: { status: 500, retriable: false, about: 'The partition has moved to another owner.' },
  LOG_CLOSED: { status: 503, retriable: false, about: 'The log is closed.' },
  UNKNOWN_TOPIC: { status: 400, retriable: false, about: 'The catalogue has no such topic.' },
  OFFSET_OUT_OF_RANGE: {
    status: 400,
    retriable: false,
    about: 'The offset is before the first kept or after the last.',
  },
  RECORD_UNDECODABLE: { status: 500, retriable: false, about: 'A record is not in the wire format of its topic.' },
  RECORD_INVALID: { status: 400, retriable: false, about: 'An event does not fit its schema.' },
  SCHEMA_UNKNOWN: { status: 500, retriable: false, about: 'No published schema has this id or name.' },
  SCHEMA_INCOMPATIBLE: { status: 500, retriable: false, about: 'A schema edit cannot read what was published.' },
  DECIDER_THREW: { status: 500, retriable: false, about: 'A decider threw; the record is in dead.letters.' },
  GATHER_FAILED: { status: 500, retriable: true, about: 'A processor could not gather what it decides upon.' },
  EMBEDDING_FAILED: { status: 500, retriable: true, about: 'The embedding model failed; the turn goes on without.' },
  MODEL_UNREACHABLE: { status: 502, retriable: true, about: 'The provider did not answer.' },
  MODEL_TIMEOUT: { status: 504, retriable: true, about: 'The call was cancelled at its time limit.' },
  MODEL_REFUSED: { status: 502, retriable: false, about: 'The provider refused the request.' },
  MODEL_RATE_LIMITED: { status: 429, retriable: true, about: 'The provider limits the rate.' },
  MODEL_CUT: { status: 502, retriable: true, about: 'The stream ended before the answer did.' },
  NO_OVERLAP: {
    status: 422,
    retriable: false,
    about: 'What another router would do was done too seldom for the log to tell what comes of it.',
  },
  CONFIG_INVALID: { status: 500, retriable: false, about: 'The configuration does not parse.' },
  USAGE: { status: 400, retriable: false, about: 'The command line is wrong.' },
  UNAVAILABLE: { status: 503, retriable: true, about: 'Something that the command needs cannot be reached.' },
  CHECK_FAILED: { status: 500, retriable: false, about: 'A check found a difference.' },
  INTERNAL: { status: 500, retriable: false, about: 'A defect of Turnstream.' },
} as const

export type ErrorCode = keyof typeof errorCatalogue

export interface TurnstreamError extends Error {
  readonly code: ErrorCode
  readonly retriable: boolean
  /** Names the field, file, offset or option at fault, for machines. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** An error of the catalogue. The message says what was wrong, where, and what would be right. */
export const turnstreamError = (
  code: ErrorCode,
  message: string,
  options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
): TurnstreamError =>
  Object.assign(new Error(message, options.cause === undefined ? undefined : { cause: options.cause }), {
    name: 'TurnstreamError',
    code,
    retriable: errorCatalogue[code].retriable,
    ...(options.details ? { details: options.details } : {}),
  })

export const isTurnstreamError = (error: unknown, code?: ErrorCode): error is TurnstreamError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code in errorCatalogue &&
  (code === undefined || error.code === code)
