import { crc32 } from 'node:zlib'

const preludeBytes = 12
const crcBytes = 4
/** The type of a header's value that is a string. */
const stringType = 7

const headerOf = ([name, value]: readonly [string, string]): Buffer => {
  const [key, text] = [Buffer.from(name), Buffer.from(value)]
  const header = Buffer.alloc(key.length + text.length + 4)
  let at = header.writeUInt8(key.length)
  at += key.copy(header, at)
  at = header.writeUInt8(stringType, at)
  at = header.writeUInt16BE(text.length, at)
  text.copy(header, at)
  return header
}

/**
 * A message of AWS's binary event streams: lengths of the whole and of the headers, their CRC-32, headers, payload as JSON,
 * and a CRC-32 of all before it. Big-endian, by
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream.
 */
export const eventMessage = (headers: Readonly<Record<string, string>>, payload: unknown): Buffer => {
  const head = Buffer.concat(Object.entries(headers).map(headerOf))
  const body = Buffer.from(JSON.stringify(payload))
  const message = Buffer.alloc(preludeBytes + head.length + body.length + crcBytes)
  message.writeUInt32BE(message.length)
  message.writeUInt32BE(head.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  head.copy(message, preludeBytes)
  body.copy(message, preludeBytes + head.length)
  message.writeUInt32BE(crc32(message.subarray(0, -crcBytes)), message.length - crcBytes)
  return message
}
