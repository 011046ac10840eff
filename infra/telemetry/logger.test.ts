import { expect, it } from 'vitest'
import { turnstreamError } from '../../processors/errors.ts'
import { createLogger } from './logger.ts'

const logged = (
  level: 'info' | 'warn',
  log: (logger: ReturnType<typeof createLogger>) => void,
): Record<string, unknown>[] => {
  const lines: string[] = []
  log(createLogger(level, { write: line => void lines.push(line) }))
  return lines.map(line => JSON.parse(line))
}

it('a line is a JSON object with level, time and what happened', () => {
  const [line] = logged('info', logger => logger.info({ requestId: 'r1', turnId: 't1' }, 'answered'))
  expect(line).toMatchObject({ level: 'info', service: 'turnstream', requestId: 'r1', turnId: 't1', msg: 'answered' })
  expect(new Date(line!.time as string).getTime()).toBeCloseTo(Date.now(), -4)
})

it('lines below the level are not written', () => {
  expect(logged('warn', logger => logger.info({}, 'quiet'))).toEqual([])
})

it('has debug lines only where they are written', () => {
  const at = (level: 'info' | 'debug') => createLogger(level, { write: () => undefined })
  expect(at('info').debug).toBeUndefined()
  expect(at('debug').debug).toBeTypeOf('function')
})

it('message texts, user ids and secrets are kept out, however they get in', () => {
  const [line] = logged('info', logger =>
    logger.info(
      {
        message: 'private',
        ask: { text: 'private', userId: 'private' },
        token: 'private',
        apiKey: 'private',
        answer: 'private',
      },
      'oops',
    ),
  )
  expect(JSON.stringify(line)).not.toContain('private')
})

it('an error is told by code, message and stack, without the cause and details that may quote its input', () => {
  const error = turnstreamError('INTERNAL', 'it broke', { cause: new Error('private'), details: { text: 'private' } })
  const [line] = logged('info', logger => logger.error({ err: error }, 'failed'))
  expect(line!.err).toMatchObject({ code: 'INTERNAL', message: 'it broke' })
  expect(JSON.stringify(line)).not.toContain('private')
})
