import { CommanderError } from 'commander'
import { type ErrorCode, isTurnstreamError } from '../../processors/errors.ts'

export const exitCodes = { done: 0, checkFailed: 1, usage: 2, unavailable: 3 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const usage: readonly ErrorCode[] = [
  'USAGE',
  'CONFIG_INVALID',
  'BAD_JSON',
  'BAD_REQUEST',
  'UNKNOWN_TOPIC',
  'UNKNOWN_SCENE',
  'OFFSET_OUT_OF_RANGE',
]
const unavailable: readonly ErrorCode[] = ['UNAVAILABLE', 'LOG_IN_USE', 'LOG_UNAVAILABLE', 'LOG_CLOSED', 'NOT_READY']
const unreachable = [
  'ENOTDIR',
  'EEXIST',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EADDRINUSE',
]

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** The exit code that an error ends the program with. */
export const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  if (isTurnstreamError(error)) {
    if (usage.includes(error.code)) return exitCodes.usage
    return unavailable.includes(error.code) ? exitCodes.unavailable : exitCodes.checkFailed
  }
  return unreachable.includes(systemCode(error)) ? exitCodes.unavailable : exitCodes.checkFailed
}

/** Commander prefixes its sentences, puts its suggestion on a line of its own, and words arguments otherwise than options. */
const fromCommander = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replace(/^command-argument value ('.*') is invalid for argument '([^']*)'/, 'argument $1 is invalid as $2')
    .replaceAll('\n', ' ')
    .trim()

const sentenceOf = (error: unknown): string => {
  if (error instanceof CommanderError) return fromCommander(error.message)
  if (!(error instanceof Error)) return String(error)
  if (!isTurnstreamError(error) && systemCode(error) === '') return error.stack ?? error.message
  const { message, cause } = error
  // Of a schema's complaints, which are a list, the sentence has what matters.
  return cause instanceof Error && !('issues' in cause) && !message.includes(cause.message)
    ? `${message}: ${cause.message}`
    : message
}

/** What is printed on stderr about an error: a sentence, or with `json` one document. */
export const complaintOf = (error: unknown, json: boolean): string => {
  const message = sentenceOf(error)
  if (!json) return `turnstream: ${message}\n`
  const known = isTurnstreamError(error)
  const code = known ? error.code : error instanceof CommanderError ? 'USAGE' : systemCode(error) || 'INTERNAL'
  return `${JSON.stringify({ error: { code, message, ...(known && error.details ? { details: error.details } : {}) } })}\n`
}
