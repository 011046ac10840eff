import { expect, it } from 'vitest'
import { isTurnstreamError } from '../../../processors/errors.ts'
import { type Response, readResponses } from './response.ts'

const response = (status: number, layer: string, body: string): string =>
  `HTTP/1.1 ${status} Any\r\nx-request-id: a\r\nx-turnstream-cache: ${layer}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nDate: x\r\n\r\n${body}`

const readAll = (chunks: readonly Buffer[]): readonly Response[] => {
  const found: Response[] = []
  const read = readResponses(next => found.push(next))
  for (const chunk of chunks) read(chunk)
  return found
}

it('reads the same responses however the bytes are cut', () => {
  const bytes = Buffer.from(
    response(200, 'exact', '{"message": "für dich\\r\\n\\r\\n"}') +
      response(503, 'miss', '') +
      response(200, 'cold', 'x'),
  )
  const expected = [
    { status: 200, layer: 'exact' },
    { status: 503, layer: 'miss' },
    { status: 200, layer: 'cold' },
  ]
  expect(readAll([bytes])).toEqual(expected)
  for (let at = 1; at < bytes.length; at++)
    expect(readAll([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected)
  expect(readAll(Array.from(bytes, byte => Buffer.of(byte)))).toEqual(expected)
})

it('has no layer where the header is missing', () => {
  expect(readAll([Buffer.from('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')])).toEqual([
    { status: 404, layer: null },
  ])
})

it('refuses a response whose end it cannot tell', () => {
  let refused: unknown = null
  try {
    readAll([Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n')])
  } catch (error) {
    refused = error
  }
  expect(isTurnstreamError(refused, 'INTERNAL')).toBe(true)
})
