import pino from 'pino'
import type { Configuration } from '../../processors/configuration.ts'
import type { Logger } from '../runtime/turnstream.ts'

/** A logger with the lines that only some want. */
export interface DetailedLogger extends Logger {
  /** Absent where such lines are not written: who would make one then need not gather what it says. */
  debug?(fields: object, message: string): void
}

/** Fields that hold what customers say or what opens doors; a log line that carries one by mistake does not tell it. */
const secret = [
  'message',
  'messages',
  'text',
  'comment',
  'prompt',
  'answer',
  'question',
  'userId',
  'authorization',
  'apiKey',
  'token',
  'headers',
  'body',
]

/** Errors without their causes and details: those may quote the input. */
const plainError = (error: unknown): unknown =>
  error instanceof Error
    ? { type: error.name, ...('code' in error ? { code: error.code } : {}), message: error.message, stack: error.stack }
    : { type: typeof error }

/**
 * A logger that writes one JSON object a line to stderr, or to `destination`. stdout stays free for what commands answer.
 * It never writes message texts, user ids or secrets: fields of those names are replaced.
 */
export const createLogger = (
  level: Configuration['logLevel'],
  destination: pino.DestinationStream = pino.destination(2),
): DetailedLogger => {
  const lines = pino(
    {
      level,
      base: { service: 'turnstream' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: plainError },
      redact: {
        paths: secret.flatMap(field => [field, `*.${field}`]).filter(path => path !== '*.message'),
        censor: '[kept out]',
      },
    },
    destination,
  )
  return {
    info: lines.info.bind(lines),
    warn: lines.warn.bind(lines),
    error: lines.error.bind(lines),
    ...(lines.isLevelEnabled('debug') ? { debug: lines.debug.bind(lines) } : {}),
  }
}
