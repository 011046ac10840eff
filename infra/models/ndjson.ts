/**
 * The same lines, each of them checked to be JSON: the stream fails at the first that is not. A reader that skips such a
 * line would hand on an answer with a hole in it.
 */
export const completeLines = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  let rest = ''
  const lines = new TransformStream<string, Uint8Array>({
    transform: (text, out) => {
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) if (line.trim() !== '') out.enqueue(checked(line))
    },
    flush: out => {
      if (rest.trim() !== '') out.enqueue(checked(rest))
    },
  })
  const checked = (line: string): Uint8Array => {
    JSON.parse(line)
    return encoder.encode(`${line}\n`)
  }
  return body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).pipeThrough(lines)
}
